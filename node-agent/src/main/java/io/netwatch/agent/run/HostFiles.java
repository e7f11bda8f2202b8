package io.netwatch.agent.run;

import io.netwatch.agent.collect.Disks;
import io.netwatch.agent.collect.Health;
import io.netwatch.agent.collect.HostFacts;
import io.netwatch.agent.collect.HostRoot;
import io.netwatch.agent.collect.Interfaces;
import io.netwatch.agent.collect.SystemLoad;
import io.netwatch.agent.collect.TcpStates;
import io.netwatch.agent.snapshot.HostPart;
import io.netwatch.api.policy.Collector;
import io.netwatch.api.snapshot.HealthMetric;
import io.netwatch.api.snapshot.HostInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Where the host is seen from here: in a container, through the host's first process. */
final class HostFiles {
    private static final Path PROC = Path.of("/proc");
    private static final Path FIRST = PROC.resolve("1");

    private final Path root = Files.isReadable(FIRST.resolve("root/etc")) ? FIRST.resolve("root") : Path.of("/");
    private final HostRoot host = new HostRoot(root);

    /** The host's {@code /}. */
    Path root() {
        return root;
    }

    /** {@code states} and {@code health} may be shared by all parts of one thread. */
    HostPart part(List<Collector> wanted, TcpStates states, Supplier<HealthMetric> health) {
        return new HostPart(
                wanted,
                new Interfaces(FIRST.resolve("net"), root.resolve("sys/class/net"), System::nanoTime),
                new SystemLoad(PROC),
                new Disks(FIRST.resolve("mountinfo"), PROC.resolve("diskstats"), host),
                states,
                health);
    }

    TcpStates states(TcpStates.Kernel kernel) {
        return new TcpStates(PROC, kernel, System::nanoTime);
    }

    HealthWatch health() {
        return new HealthWatch(new Health(
                FIRST.resolve("net"), host, FIRST.resolve("ns/net"), System::nanoTime, new SplittableRandom()));
    }

    /** {@code name} is the node's; null outside of a cluster. */
    HostInfo facts(String id, String name) {
        return HostFacts.read(PROC, host, id, name);
    }
}
