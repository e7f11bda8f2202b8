package io.netwatch.api.snapshot;

import java.util.Arrays;
import java.util.List;

/** What the files of {@code wire/requests} were written from. */
final class GoldenRequests {
    private static final HostInfo UNKNOWN_HOST =
            new HostInfo("6a1f0d7e-6f0b-4d8e-9a52-0b1f3c5d7e90", "node-1", null, null, null, null, null, null);

    private GoldenRequests() {}

    static IngestRequest minimal() {
        return new IngestRequest(
                1, "0.1.0", UNKNOWN_HOST, List.of(bare(null, null, null)), new AgentHealth(false, 0, 0));
    }

    static IngestRequest full() {
        return Filled.request(List.of(
                Filled.snapshot(List.of(Rows.longest(1))),
                bare(
                        List.of(),
                        List.of(),
                        new DnsAnalytics(0, 0, 0, List.of(0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L), List.of()))));
    }

    static IngestRequest perPodConnections() {
        Kubernetes frontend = new Kubernetes(
                "shop",
                "frontend-7d9f8b6c5d-x2x4z",
                "0d9b7a52-94a1-4c1e-8d55-0f3cbb1c7f11",
                "server",
                "Deployment",
                "frontend",
                "node-1",
                "cgroup");
        Peer cart = new Peer(
                "shop",
                "cart-0",
                null,
                null,
                "StatefulSet",
                "cart",
                "node-2",
                "ip",
                "cart",
                "cart.shop.svc.cluster.local");
        Peer outside = new Peer(null, null, null, null, null, null, null, "external", null, "payments.example.com");
        return Filled.request(List.of(bare(
                List.of(
                        new ConnectionDetail(
                                "TCP",
                                "10.1.0.7:48122",
                                "10.1.1.9:8080",
                                "ESTABLISHED",
                                4242,
                                "server",
                                215.0,
                                frontend,
                                cart,
                                "outbound",
                                "2026-01-01T00:00:00Z",
                                412L,
                                18_230L,
                                4_110L,
                                0,
                                null),
                        new ConnectionDetail(
                                "TCP",
                                "10.1.0.7:48130",
                                "203.0.113.7:443",
                                "CLOSE",
                                4242,
                                "server",
                                null,
                                frontend,
                                outside,
                                "outbound",
                                "2026-01-01T00:00:01Z",
                                3_050_000L,
                                0L,
                                0L,
                                3,
                                "ECONNREFUSED"),
                        new ConnectionDetail(
                                "TCP",
                                "192.0.2.10:22",
                                "198.51.100.4:50022",
                                "TIME_WAIT",
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null)),
                null,
                null)));
    }

    static IngestRequest ipv6AndUnicode() {
        Kubernetes pod =
                new Kubernetes("grün", "caf\u00e9-\u5e97-\uD83D\uDED2", null, null, null, null, null, "cgroup");
        return new IngestRequest(
                1,
                "0.1.0",
                new HostInfo(
                        "6a1f0d7e-6f0b-4d8e-9a52-0b1f3c5d7e90",
                        "kn\u00f6ten-\u03b1",
                        "\u0000\"\\",
                        null,
                        null,
                        null,
                        null,
                        null),
                List.of(bare(
                        List.of(
                                new ConnectionDetail(
                                        "TCP",
                                        "[::1]:443",
                                        "[2001:db8::2]:50000",
                                        "ESTABLISHED",
                                        1,
                                        "\u8cfc\u7269\uD83D\uDE00",
                                        0.0,
                                        pod,
                                        null,
                                        "inbound",
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null),
                                new ConnectionDetail(
                                        "TCP",
                                        "[fe80::1%eth0]:80",
                                        "[::ffff:10.0.0.1]:1",
                                        "SYN_SENT",
                                        null,
                                        "a\tb\n",
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null)),
                        null,
                        null)),
                new AgentHealth(true, Long.MAX_VALUE, 0));
    }

    static IngestRequest alertsAndDns() {
        List<Alert> alerts = Arrays.stream(Alert.Category.values())
                .map(category -> new Alert(
                        category == Alert.Category.BEACONING ? Alert.Severity.WARNING : Alert.Severity.CRITICAL,
                        category,
                        "shop/frontend: " + category,
                        "in detail",
                        Filled.TIME))
                .toList();
        return Filled.request(List.of(bare(
                null,
                alerts,
                new DnsAnalytics(
                        120,
                        118,
                        7,
                        List.of(100L, 10L, 5L, 2L, 1L, 0L, 0L, 0L),
                        List.of(
                                new DnsAnalytics.DomainCount("cart.shop.svc.cluster.local", 90),
                                new DnsAnalytics.DomainCount("xn--bcher-kva.example", 30))))));
    }

    private static Snapshot bare(List<ConnectionDetail> connections, List<Alert> alerts, DnsAnalytics dns) {
        return new Snapshot(
                Filled.TIME, List.of(), null, null, null, null, null, null, null, null, connections, alerts, dns, null);
    }
}
