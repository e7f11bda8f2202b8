package io.netwatch.agent.send;

import io.netwatch.api.snapshot.DiskUsage;
import io.netwatch.api.snapshot.HostInfo;
import io.netwatch.api.snapshot.InterfaceMetric;
import io.netwatch.api.snapshot.Snapshot;
import io.netwatch.api.snapshot.SystemMetric;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * The host's part of a snapshot, named as OpenTelemetry's semantic conventions for system metrics name it ({@code
 * docs/system/system-metrics.md} of its repository semantic-conventions). Not for more than one thread at a time.
 */
final class OtlpHost {
    private static final AttributeKey<String> INTERFACE = AttributeKey.stringKey("network.interface.name");
    private static final AttributeKey<String> DIRECTION = AttributeKey.stringKey("network.io.direction");
    private static final AttributeKey<String> DEVICE = AttributeKey.stringKey("system.device");
    private static final AttributeKey<String> STATE = AttributeKey.stringKey("network.connection.state");
    private static final AttributeKey<String> TRANSPORT = AttributeKey.stringKey("network.transport");
    private static final AttributeKey<Long> CPU = AttributeKey.longKey("cpu.logical_number");
    private static final AttributeKey<String> MEMORY_STATE = AttributeKey.stringKey("system.memory.state");
    private static final AttributeKey<String> PAGING_STATE = AttributeKey.stringKey("system.paging.state");
    private static final AttributeKey<String> DISK_DIRECTION = AttributeKey.stringKey("disk.io.direction");
    private static final AttributeKey<String> MOUNT = AttributeKey.stringKey("system.filesystem.mountpoint");
    private static final AttributeKey<String> FILESYSTEM_STATE = AttributeKey.stringKey("system.filesystem.state");
    private static final Attributes NONE = Attributes.empty();
    private static final long SECOND = 1_000_000_000;

    private final long started;
    private Map<String, Counted> interfaces = Map.of();
    private long boot;
    private long last;

    /** Counters of an interface, and since when they count. */
    private record Counted(InterfaceMetric metric, long start) {}

    /** @param started when the agent did, ns since 1970 */
    OtlpHost(long started) {
        this.started = started;
    }

    /** @param at when the snapshot was taken, ns since 1970 */
    void add(OtlpBatch batch, HostInfo host, Snapshot snapshot, long at) {
        if (boot == 0) {
            boot = host.uptimeSecs() == null ? started : at - host.uptimeSecs() * SECOND;
        }
        batch.gauge("system.uptime", "s", "The time the system has been running.")
                .add(NONE, host.uptimeSecs() == null ? null : host.uptimeSecs().doubleValue())
                .end();
        interfaces = counted(snapshot.interfaces());
        network(batch);
        connections(batch, snapshot);
        if (snapshot.system() != null) {
            cpu(batch, snapshot.system());
            memory(batch, snapshot.system());
        }
        if (snapshot.diskIo() != null) {
            batch.counter("system.disk.io", "By", "Disk bytes transferred.")
                    .add(
                            boot,
                            Attributes.of(DISK_DIRECTION, "read"),
                            snapshot.diskIo().readBytes())
                    .add(
                            boot,
                            Attributes.of(DISK_DIRECTION, "write"),
                            snapshot.diskIo().writeBytes())
                    .end();
        }
        filesystems(batch, snapshot.diskUsage() == null ? List.of() : snapshot.diskUsage());
        last = at;
    }

    /** An interface that was not there before, or that counts less than it did, counts since the last snapshot. */
    private Map<String, Counted> counted(List<InterfaceMetric> metrics) {
        Map<String, Counted> all = new HashMap<>();
        for (InterfaceMetric metric : metrics) {
            Counted before = interfaces.get(metric.name());
            boolean goesOn = before != null
                    && metric.rxBytes() >= before.metric.rxBytes()
                    && metric.txBytes() >= before.metric.txBytes()
                    && metric.rxPackets() >= before.metric.rxPackets()
                    && metric.txPackets() >= before.metric.txPackets();
            long first = last == 0 ? boot : last;
            all.put(metric.name(), new Counted(metric, goesOn ? before.start : first));
        }
        return all;
    }

    private void network(OtlpBatch batch) {
        network(
                batch.counter("system.network.io", "By", "The number of bytes transmitted and received."),
                INTERFACE,
                InterfaceMetric::rxBytes,
                InterfaceMetric::txBytes);
        network(
                batch.counter("system.network.packet.count", "{packet}", "The number of packets transferred."),
                DEVICE,
                InterfaceMetric::rxPackets,
                InterfaceMetric::txPackets);
        network(
                batch.counter("system.network.packet.dropped", "{packet}", "Packets dropped without an error."),
                INTERFACE,
                InterfaceMetric::rxDrops,
                InterfaceMetric::txDrops);
        network(
                batch.counter("system.network.errors", "{error}", "Count of network errors detected."),
                INTERFACE,
                InterfaceMetric::rxErrors,
                InterfaceMetric::txErrors);
    }

    private void network(
            OtlpBatch.Points points,
            AttributeKey<String> name,
            ToLongFunction<InterfaceMetric> received,
            ToLongFunction<InterfaceMetric> sent) {
        interfaces.forEach((device, counted) -> points.add(
                        counted.start,
                        Attributes.of(name, device, DIRECTION, "receive"),
                        received.applyAsLong(counted.metric))
                .add(
                        counted.start,
                        Attributes.of(name, device, DIRECTION, "transmit"),
                        sent.applyAsLong(counted.metric)));
        points.end();
    }

    private void connections(OtlpBatch batch, Snapshot snapshot) {
        OtlpBatch.Points points =
                batch.upDownCounter("system.network.connection.count", "{connection}", "The number of connections.");
        connections(points, "established", snapshot.connectionCount());
        connections(points, "time_wait", snapshot.tcpTimeWait());
        connections(points, "close_wait", snapshot.tcpCloseWait());
        points.end();
    }

    private void connections(OtlpBatch.Points points, String state, Integer count) {
        if (count != null) {
            points.add(started, Attributes.of(STATE, state, TRANSPORT, "tcp"), count);
        }
    }

    private static void cpu(OtlpBatch batch, SystemMetric system) {
        OtlpBatch.Gauge utilization =
                batch.gauge("system.cpu.utilization", "1", "Share of its time that a logical CPU was not idle.");
        if (system.cpuPerCore() == null) {
            utilization.add(NONE, share(system.cpuUsagePct()));
        } else {
            for (int cpu = 0; cpu < system.cpuPerCore().size(); cpu++) {
                utilization.add(
                        Attributes.of(CPU, (long) cpu),
                        share(system.cpuPerCore().get(cpu)));
            }
        }
        utilization.end();
        // no convention yet: as the collector's receiver hostmetrics names them
        batch.gauge("system.cpu.load_average.1m", "{thread}", "Average CPU load over 1 minute.")
                .add(NONE, system.loadAvg1m())
                .end();
        batch.gauge("system.cpu.load_average.5m", "{thread}", "Average CPU load over 5 minutes.")
                .add(NONE, system.loadAvg5m())
                .end();
        batch.gauge("system.cpu.load_average.15m", "{thread}", "Average CPU load over 15 minutes.")
                .add(NONE, system.loadAvg15m())
                .end();
    }

    private static Double share(Double percent) {
        return percent == null ? null : percent / 100;
    }

    private void memory(OtlpBatch batch, SystemMetric system) {
        Attributes used = Attributes.of(MEMORY_STATE, "used");
        amount(batch, "system.memory.usage", "Memory in use by state.", used, system.memoryUsedBytes());
        amount(batch, "system.memory.limit", "Total memory of the system.", NONE, system.memoryTotalBytes());
        amount(
                batch,
                "system.memory.linux.available",
                "Memory that applications can have without swapping.",
                NONE,
                system.memoryAvailableBytes());
        if (isRatio(system.memoryUsedBytes(), system.memoryTotalBytes())) {
            batch.gauge("system.memory.utilization", "1", "Share of memory in use.")
                    .add(used, (double) system.memoryUsedBytes() / system.memoryTotalBytes())
                    .end();
        }
        if (system.swapTotalBytes() != null && system.swapUsedBytes() != null) {
            batch.upDownCounter("system.paging.usage", "By", "Swap usage.")
                    .add(started, Attributes.of(PAGING_STATE, "used"), system.swapUsedBytes())
                    .add(started, Attributes.of(PAGING_STATE, "free"), system.swapTotalBytes() - system.swapUsedBytes())
                    .end();
        }
    }

    private static boolean isRatio(Long part, Long whole) {
        return part != null && whole != null && whole > 0;
    }

    private void amount(OtlpBatch batch, String name, String description, Attributes attributes, Long bytes) {
        if (bytes != null) {
            batch.upDownCounter(name, "By", description)
                    .add(started, attributes, bytes)
                    .end();
        }
    }

    /** The states add up to the file system's size: what is neither used nor available is kept for root. */
    private void filesystems(OtlpBatch batch, List<DiskUsage> disks) {
        OtlpBatch.Points points =
                batch.upDownCounter("system.filesystem.usage", "By", "A file system's space by state.");
        for (DiskUsage disk : disks) {
            Attributes place = Attributes.of(DEVICE, disk.device(), MOUNT, disk.mountPoint());
            long reserved = Math.max(0, disk.totalBytes() - disk.usedBytes() - disk.availableBytes());
            points.add(started, state(place, "used"), disk.usedBytes())
                    .add(started, state(place, "free"), disk.availableBytes())
                    .add(started, state(place, "reserved"), reserved);
        }
        points.end();
    }

    private static Attributes state(Attributes place, String state) {
        return place.toBuilder().put(FILESYSTEM_STATE, state).build();
    }
}
