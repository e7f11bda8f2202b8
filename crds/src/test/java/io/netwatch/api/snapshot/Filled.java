package io.netwatch.api.snapshot;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Records whose every field is filled. */
final class Filled {
    static final String TIME = "2026-01-01T00:00:00.123456Z";
    static final HostInfo HOST = new HostInfo(
            "6a1f0d7e-6f0b-4d8e-9a52-0b1f3c5d7e90",
            "node-1",
            "Debian GNU/Linux 12 (bookworm)",
            "6.1.0-44-amd64",
            86_400L,
            "AMD EPYC 9554",
            8,
            33_554_432_000L);
    static final AgentHealth HEALTH = new AgentHealth(true, 1, 2);

    private Filled() {}

    static IngestRequest request(List<Snapshot> snapshots) {
        return new IngestRequest(IngestRequest.SCHEMA_VERSION, "0.1.0", HOST, snapshots, HEALTH);
    }

    static byte[] body(IngestRequest request) {
        return SnapshotJson.request(
                request.agentVersion(),
                request.host(),
                request.snapshots().stream().map(SnapshotJson::write).toList(),
                request.agentHealth());
    }

    static Snapshot snapshot(List<ConnectionDetail> connections) {
        return new Snapshot(
                TIME,
                List.of(networkInterface("eth0")),
                new HealthMetric(
                        "10.0.0.1",
                        0.42,
                        0.0,
                        "10.96.0.10",
                        null,
                        100.0,
                        Collections.nCopies(HealthMetric.HISTORY, 0.42),
                        Collections.nCopies(HealthMetric.HISTORY, null)),
                3,
                new SystemMetric(
                        12.5,
                        33_554_432_000L,
                        8_000_000_000L,
                        25_554_432_000L,
                        0.5,
                        0.75,
                        1.25,
                        0L,
                        0L,
                        Collections.nCopies(8, 12.5)),
                List.of(new DiskUsage("/", "/dev/vda1", 100_000_000_000L, 40_000_000_000L, 55_000_000_000L, 42.1)),
                new DiskIo(123_456_789, 987_654_321),
                4,
                5,
                List.of(new ProcessBandwidth("nginx", 4242, 1_000, 2_000, 10.5, 20.5, 3)),
                connections,
                List.of(new Alert(
                        Alert.Severity.CRITICAL,
                        Alert.Category.PORT_SCAN,
                        "shop/frontend asked 20 ports of 10.1.0.7 in 30 s",
                        "1, 2, 3",
                        TIME)),
                new DnsAnalytics(
                        10,
                        9,
                        1,
                        List.of(1L, 2L, 3L, 0L, 0L, 0L, 0L, 3L),
                        List.of(
                                new DnsAnalytics.DomainCount("cart.shop.svc.cluster.local", 7),
                                new DnsAnalytics.DomainCount("example.org", 3))),
                new Completeness(100, 1, 2, 3, 15_000));
    }

    static InterfaceMetric networkInterface(String name) {
        List<Long> history = IntStream.range(0, InterfaceMetric.HISTORY)
                .mapToObj(second -> 1_000L * second)
                .toList();
        return new InterfaceMetric(name, true, 10, 20, 1, 2, 3, 4, 5, 6, 7, 8, 100.5, 200.5, history, history);
    }
}
