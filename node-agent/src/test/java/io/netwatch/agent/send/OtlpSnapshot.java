package io.netwatch.agent.send;

import io.netwatch.api.snapshot.Completeness;
import io.netwatch.api.snapshot.ConnectionDetail;
import io.netwatch.api.snapshot.DiskIo;
import io.netwatch.api.snapshot.DiskUsage;
import io.netwatch.api.snapshot.DnsAnalytics;
import io.netwatch.api.snapshot.HealthMetric;
import io.netwatch.api.snapshot.InterfaceMetric;
import io.netwatch.api.snapshot.Snapshot;
import io.netwatch.api.snapshot.SystemMetric;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A snapshot with what a test says and nothing else. */
final class OtlpSnapshot {
    private final Instant timestamp;
    private final List<InterfaceMetric> interfaces = new ArrayList<>();
    private final List<ConnectionDetail> connections = new ArrayList<>();
    private Completeness completeness;
    private HealthMetric health;
    private DnsAnalytics dns;
    private boolean host;

    OtlpSnapshot(Instant timestamp) {
        this.timestamp = timestamp;
    }

    OtlpSnapshot with(InterfaceMetric metric) {
        interfaces.add(metric);
        return this;
    }

    OtlpSnapshot with(ConnectionDetail connection) {
        connections.add(connection);
        return this;
    }

    OtlpSnapshot with(Completeness window) {
        completeness = window;
        return this;
    }

    OtlpSnapshot with(HealthMetric probes) {
        health = probes;
        return this;
    }

    OtlpSnapshot with(DnsAnalytics window) {
        dns = window;
        return this;
    }

    /** With numbers of the host. */
    OtlpSnapshot host() {
        host = true;
        return this;
    }

    Snapshot build() {
        return new Snapshot(
                timestamp.toString(),
                interfaces,
                health,
                host ? 7 : null,
                host
                        ? new SystemMetric(37.5, 4096L, 1024L, 3072L, 1.5, 1.0, 0.5, 1000L, 100L, List.of(50.0, 25.0))
                        : null,
                host ? List.of(new DiskUsage("/", "/dev/sda1", 1000, 600, 350, 63.2)) : null,
                host ? new DiskIo(4096, 8192) : null,
                host ? 2 : null,
                null,
                null,
                connections.isEmpty() ? null : connections,
                null,
                dns,
                completeness);
    }
}
