package io.netwatch.agent.snapshot;

import io.netwatch.agent.collect.Disks;
import io.netwatch.agent.collect.Interfaces;
import io.netwatch.agent.collect.SystemLoad;
import io.netwatch.agent.collect.TcpStates;
import io.netwatch.api.policy.Collector;
import io.netwatch.api.snapshot.DiskIo;
import io.netwatch.api.snapshot.DiskUsage;
import io.netwatch.api.snapshot.HealthMetric;
import io.netwatch.api.snapshot.InterfaceMetric;
import io.netwatch.api.snapshot.SystemMetric;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * What the host says of itself, as far as a policy asks for it. A collector that fails leaves its part out, which is said once, and is
 * asked again the next time. Used by one thread; each policy has its own, as rates are from one snapshot to the next; only
 * the TCP states may be shared.
 */
public final class HostPart {
    private static final Logger LOG = Logger.getLogger(HostPart.class);

    private final Set<Collector> wanted;
    private final Interfaces interfaces;
    private final SystemLoad system;
    private final Disks disks;
    private final TcpStates states;
    private final Supplier<HealthMetric> health;
    private final Map<String, String> failing = new ConcurrentHashMap<>();

    /** @param health what the last probes found; null before the first */
    public HostPart(
            List<Collector> wanted,
            Interfaces interfaces,
            SystemLoad system,
            Disks disks,
            TcpStates states,
            Supplier<HealthMetric> health) {
        this.wanted = wanted.isEmpty() ? EnumSet.noneOf(Collector.class) : EnumSet.copyOf(wanted);
        this.interfaces = interfaces;
        this.system = system;
        this.disks = disks;
        this.states = states;
        this.health = health;
    }

    /** Whether everything that was asked for could be read the last time; from any thread. */
    public boolean isWell() {
        return failing.isEmpty();
    }

    List<InterfaceMetric> interfaces() {
        List<InterfaceMetric> read = read(Collector.Interfaces, "interfaces", interfaces::read);
        return read == null ? List.of() : read;
    }

    /** Null when it is not asked for or can't be read, as all that follow. */
    TcpStates.Counts states() {
        return read(Collector.Interfaces, "TCP states", states::read);
    }

    HealthMetric health() {
        return wanted.contains(Collector.Health) ? health.get() : null;
    }

    SystemMetric system() {
        return read(Collector.System, "CPU and memory", system::read);
    }

    List<DiskUsage> usage() {
        return read(Collector.Disks, "space of disks", disks::usage);
    }

    DiskIo io() {
        return read(Collector.Disks, "I/O of disks", disks::io);
    }

    private <T> T read(Collector collector, String what, Reading<T> reading) {
        if (!wanted.contains(collector)) {
            return null;
        }
        try {
            T read = reading.read();
            failing.remove(what);
            return read;
        } catch (IOException e) {
            if (!e.toString().equals(failing.put(what, e.toString()))) {
                LOG.warnf("Snapshots are without %s, which can't be read: %s", what, e);
            }
            return null;
        }
    }

    private interface Reading<T> {
        T read() throws IOException;
    }
}
