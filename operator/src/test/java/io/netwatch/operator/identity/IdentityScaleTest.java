package io.netwatch.operator.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** 150,000 pods, with names, uids and addresses as Kubernetes gives them: what they take here, and what is sent of them. */
class IdentityScaleTest {
    private static final int PODS = 150_000;
    private static final int NODES = 5_000;
    private static final long MIB = 1 << 20;

    private final Random random = new Random(1);
    private final IdentityLog log = new IdentityLog(Clock.systemUTC());

    @Test
    void aHundredAndFiftyThousandPodsAreSmallAndQuick() {
        long before = heapInUse();
        Pod pod = Pods.running("shop", "cart-1", "10.244.0.1");
        PodTeller pods = new PodTeller(log, Clock.systemUTC());
        for (int i = 0; i < PODS; i++) {
            pod.getMetadata().setNamespace("tenant-" + i % 500);
            pod.getMetadata().setName("service-" + i % 4_000 + "-" + hex(5) + "-" + hex(3).substring(0, 5));
            pod.getMetadata().setUid(uid());
            pod.getSpec().setNodeName("ip-10-0-" + i % NODES / 250 + "-" + i % 250 + ".eu-central-1.compute.internal");
            pod.getStatus().setPodIP("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255));
            pods.onAdd(pod);
        }
        List<byte[]> lines = log.takeAll().lines();
        long heap = heapInUse() - before;
        long raw = lines.stream().mapToLong(line -> line.length).sum();
        Batch batch = Batch.of(1, lines, IdentityFeed.LEVEL);
        long start = System.nanoTime();
        Batch.of(1, lines, IdentityFeed.LEVEL);
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);

        System.out.printf(
                "identity of %d pods: %.1f MiB of JSON, %.1f MiB compressed in %d ms, %.1f MiB of heap%n",
                PODS, (double) raw / MIB, (double) batch.bytes() / MIB, took, (double) heap / MIB);
        assertThat(lines).hasSize(PODS);
        assertThat(batch.bytes()).isLessThan(20 * MIB);
        assertThat(heap).isLessThan(150 * MIB);
        assertThat(took).isLessThan(20_000);
    }

    private String uid() {
        return hex(4) + "-" + hex(2) + "-" + hex(2) + "-" + hex(2) + "-" + hex(6);
    }

    private String hex(int bytes) {
        byte[] some = new byte[bytes];
        random.nextBytes(some);
        return HexFormat.of().formatHex(some);
    }

    private static long heapInUse() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
