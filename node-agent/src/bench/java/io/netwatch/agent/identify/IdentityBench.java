package io.netwatch.agent.identify;

import io.netwatch.agent.event.Address;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.management.ThreadMXBean;
import io.netwatch.agent.event.BootClock;
import io.netwatch.agent.event.CgroupEvent;
import io.netwatch.agent.event.CgroupEventEncoder;
import io.netwatch.agent.event.ConnectionEvent;
import io.netwatch.agent.event.EventDecoder;
import io.netwatch.agent.event.EventHandler;
import io.netwatch.agent.libbpf.BootTime;
import io.netwatch.agent.libbpf.NativeMemory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * What names cost: memory of a cluster at the design point, time to read it, and time and bytes allocated to name both ends of a
 * connection. Prints a name and a number a line. With argument {@code write FILE} it only writes the cluster's stream there (gzip),
 * which must be done in another process, as {@code FILE} is what it reads.
 */
public final class IdentityBench implements EventHandler {
    private static final int LOCAL_CGROUPS = 220;
    private static final int PEERS = 1024;
    private static final int EVENTS = 1_000_000;
    private static final int ROUNDS = 11;

    private final Directory directory =
            new Directory("bench", 8192, new BootClock(Clock.systemUTC(), BootTime::nanos));
    private final EventDecoder decoder = new EventDecoder(this);
    private final long[] high = new long[PEERS];
    private final long[] low = new long[PEERS];
    private final int[] port = new int[PEERS];
    private int settled;

    public static void main(String... args) throws IOException {
        if (args[0].equals("write")) {
            write(Path.of(args[1]));
        } else {
            new IdentityBench().run(Path.of(args[0]));
        }
    }

    private static void write(Path file) throws IOException {
        JsonMapper mapper = JsonMapper.builder().build();
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            LargeCluster.tell(line -> {
                try {
                    out.write((mapper.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private void run(Path file) throws IOException {
        IdentityReader reader = new IdentityReader(directory, Runnable::run);
        directory.onOperator(true);
        reader.read(InputStream.nullInputStream()); // its classes are not the cluster's
        long heapBefore = usedHeap();
        long nativeBefore = directory.nativeBytes();
        long began = System.nanoTime();
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            reader.read(in);
        }
        print("read_seconds", (System.nanoTime() - began) / 1e9);
        long heap = usedHeap() - heapBefore;
        long outside = directory.nativeBytes() - nativeBefore;
        print("heap_bytes", heap);
        print("native_bytes", outside);
        print("bytes_per_pod", (double) (heap + outside) / LargeCluster.PODS);
        nameEnds();
        directory.close();
    }

    private static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
        }
        return used;
    }

    private void nameEnds() {
        for (int i = 1; i <= LOCAL_CGROUPS; i++) {
            tellCgroup(i);
        }
        for (int i = 0; i < PEERS; i++) {
            boolean isService = i % 4 == 0;
            Address address = Address.parse(
                    isService ? LargeCluster.clusterIp(i) : i % 17 == 0 ? "203.0.113.7" : LargeCluster.podIp(i * 131));
            high[i] = address.high();
            low[i] = address.low();
            port[i] = isService ? 80 : i % 3 == 0 ? 8080 : 0;
        }
        directory.expire();
        long opened = BootTime.nanos() - 10_000_000_000L;
        double[] took = new double[ROUNDS];
        double[] allocated = new double[ROUNDS];
        for (int i = -ROUNDS; i < ROUNDS; i++) {
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long bytes = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            long began = threads.getCurrentThreadCpuTime();
            name(opened);
            took[Math.max(i, 0)] = (double) (threads.getCurrentThreadCpuTime() - began) / EVENTS;
            allocated[Math.max(i, 0)] =
                    (double) (threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - bytes) / EVENTS;
        }
        print("enrich_ns_per_event", median(took));
        print("enrich_bytes_per_event", median(allocated));
        print("settled_ends", settled);
    }

    private void tellCgroup(int id) {
        String uid = new UUID(7, id).toString();
        String container = String.format(Locale.ROOT, "%064x", id);
        directory.onPod(new NodePod(
                uid, "shop", "pod-" + id, Map.of(), null, null, false, List.of(), Map.of(container, "app"), 0, 0));
        long record = NativeMemory.allocate(CgroupEventEncoder.BYTES_MAX);
        String path = "/kubepods/burstable/pod" + uid + "/" + container;
        decoder.decode(record, new CgroupEventEncoder().encode(record, id, 0, path));
        NativeMemory.free(record);
    }

    @Override
    public void onConnection(ConnectionEvent event) {}

    @Override
    public void onCgroup(CgroupEvent event) {
        directory.onCgroup(event);
    }

    private void name(long opened) {
        for (int i = 0; i < EVENTS; i++) {
            int peer = i & (PEERS - 1);
            settled += directory.local(1 + i % LOCAL_CGROUPS).isSettled() ? 1 : 0;
            settled += directory.peer(high[peer], low[peer], port[peer], opened).isSettled() ? 1 : 0;
        }
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private static void print(String name, double value) {
        System.out.printf(Locale.ROOT, "%s %.2f%n", name, value);
    }
}
