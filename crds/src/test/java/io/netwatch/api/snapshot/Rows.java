package io.netwatch.api.snapshot;

import java.util.List;
import java.util.stream.IntStream;

/** Connections whose every field is filled, as long as Kubernetes and Linux let it be. */
final class Rows {
    private static final int MAX_LABEL = 63; // RFC 1123: namespaces, containers, services, pods that a workload makes
    private static final int MAX_NODE = 63;
    private static final String UID = "6a1f0d7e-6f0b-4d8e-9a52-0b1f3c5d7e90";

    private Rows() {}

    static List<ConnectionDetail> many(int count) {
        return IntStream.range(0, count).mapToObj(Rows::longest).toList();
    }

    static ConnectionDetail longest(int index) {
        return new ConnectionDetail(
                "TCP",
                "[2001:db8:aaaa:bbbb:cccc:dddd:eeee:1111]:%d".formatted(20_000 + index % 45_000),
                "[2001:db8:aaaa:bbbb:cccc:dddd:eeee:2222]:65535",
                "ESTABLISHED",
                4_194_304, // kernel: PID_MAX_LIMIT
                "123456789012345", // kernel: TASK_COMM_LEN
                123_456.789,
                new Kubernetes(
                        label("namespace", index),
                        label("pod", index),
                        UID,
                        label("container", index),
                        "StatefulSet",
                        label("workload", index),
                        name("node", index, MAX_NODE),
                        "ip-ambiguous"),
                new Peer(
                        label("peer-namespace", index),
                        label("peer-pod", index),
                        UID,
                        label("peer-container", index),
                        "StatefulSet",
                        label("peer-workload", index),
                        name("peer-node", index, MAX_NODE),
                        "ip-ambiguous",
                        label("service", index),
                        name("dns", index, 150)),
                "outbound",
                "2026-01-01T00:00:00.123456Z",
                60_000_000L,
                1_000_000_000_000L,
                1_000_000_000_000L,
                1_000_000,
                "EHOSTUNREACH");
    }

    /** As those of a large shop: IPv4, names as people and ReplicaSets give them. */
    static List<ConnectionDetail> usual(int count) {
        return IntStream.range(0, count)
                .mapToObj(index -> new ConnectionDetail(
                        "TCP",
                        "10.244.117.203:%d".formatted(20_000 + index % 45_000),
                        "10.244.198.117:8443",
                        "ESTABLISHED",
                        1_284_113,
                        "checkout-server",
                        1_215.0,
                        new Kubernetes(
                                "team-checkout-prod",
                                "checkout-orchestrator-7d9f8b6c5d-x2x4z",
                                UID,
                                "checkout-server",
                                "Deployment",
                                "checkout-orchestrator",
                                "ip-10-244-117-1.eu-central-1.compute.internal",
                                "cgroup"),
                        new Peer(
                                "team-payments-prod",
                                "payment-authorization-6c5d7d9f8b-b7k2q",
                                UID,
                                null,
                                "Deployment",
                                "payment-authorization",
                                "ip-10-244-198-1.eu-central-1.compute.internal",
                                "ip",
                                "payment-authorization",
                                "payment-authorization.team-payments-prod.svc.cluster.local"),
                        "outbound",
                        "2026-01-01T00:00:00.123Z",
                        4_120L,
                        1_823_000_000L,
                        41_100_000L,
                        0,
                        null))
                .toList();
    }

    static ConnectionDetail toService() {
        return to(new Peer("shop", null, UID, "c", null, null, null, "ip", "cart", "cart.shop"));
    }

    static ConnectionDetail toOutside() {
        return to(new Peer(null, null, null, null, null, null, null, "external", null, "example.org"));
    }

    private static ConnectionDetail to(Peer peer) {
        return new ConnectionDetail(
                "TCP",
                "10.1.0.7:48122",
                peer.service() == null ? "203.0.113.7:443" : "10.96.0.10:80",
                "ESTABLISHED",
                1,
                "a",
                215.0,
                new Kubernetes("shop", "frontend-1", UID, "c", "Deployment", "frontend", "node-1", "cgroup"),
                peer,
                "outbound",
                Filled.TIME,
                1L,
                0L,
                2L,
                0,
                null);
    }

    private static String label(String what, int index) {
        return name(what, index, MAX_LABEL);
    }

    private static String name(String what, int index, int length) {
        return (what + "-" + index + "-").repeat(length).substring(0, length - 1) + "x";
    }
}
