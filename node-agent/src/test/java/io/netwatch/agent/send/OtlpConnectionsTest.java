package io.netwatch.agent.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.api.snapshot.Completeness;
import io.netwatch.api.snapshot.ConnectionDetail;
import io.netwatch.api.snapshot.DnsAnalytics;
import io.netwatch.api.snapshot.Kubernetes;
import io.netwatch.api.snapshot.Peer;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a collector is told of connections, events and DNS. */
class OtlpConnectionsTest extends OtlpFixture {
    @Test
    void countsConnectionsByWorkloadAndPeer() {
        Kubernetes cart = local("Deployment", "cart");
        Peer catalog = new Peer("shop", "catalog-1", "u", null, "Deployment", "catalog", "n", "ip", "catalog", null);
        Peer bank = new Peer(null, null, null, null, null, null, null, "external", null, "bank.example.com");

        metrics.accept(
                HOST,
                snapshot(0)
                        .with(connection("10.0.0.1:1", cart, catalog, "ESTABLISHED", null))
                        .with(connection("10.0.0.1:2", cart, catalog, "ESTABLISHED", null))
                        .with(connection("10.0.0.1:3", cart, bank, "FIN_WAIT1", null))
                        .with(connection("10.0.0.2:4", local("Rollout", "web"), null, "ESTABLISHED", null))
                        .with(connection("10.0.0.3:5", local(null, null), null, "ESTABLISHED", null))
                        .build());

        assertThat(collector.metric("netwatch.connections").getSum().getIsMonotonic())
                .isFalse();
        assertThat(collector.points("netwatch.connections"))
                .isEqualTo(Map.of(
                        Map.of(
                                "k8s.namespace.name", "shop",
                                "k8s.deployment.name", "cart",
                                "netwatch.connection.direction", "outbound",
                                "netwatch.peer.namespace", "shop",
                                "netwatch.peer.name", "catalog",
                                "network.connection.state", "established"),
                        2L,
                        Map.of(
                                "k8s.namespace.name", "shop",
                                "k8s.deployment.name", "cart",
                                "netwatch.connection.direction", "outbound",
                                "netwatch.peer.name", "bank.example.com",
                                "network.connection.state", "fin_wait_1"),
                        1L,
                        Map.of(
                                "k8s.namespace.name", "shop",
                                "netwatch.workload.kind", "Rollout",
                                "netwatch.workload.name", "web",
                                "netwatch.connection.direction", "outbound",
                                "network.connection.state", "established"),
                        1L,
                        Map.of(
                                "k8s.namespace.name", "shop",
                                "k8s.pod.name", "pod-1",
                                "netwatch.connection.direction", "outbound",
                                "network.connection.state", "established"),
                        1L));
    }

    @Test
    void countsEachFailureOnceHoweverOftenItIsInASnapshot() {
        Kubernetes cart = local("Deployment", "cart");
        ConnectionDetail first = connection("10.0.0.1:1", cart, null, "CLOSED", "ECONNREFUSED");
        ConnectionDetail second = connection("10.0.0.1:2", cart, null, "CLOSED", "ECONNREFUSED");

        metrics.accept(HOST, snapshot(0).with(first).build());
        metrics.accept(HOST, snapshot(15).with(first).with(second).build());
        metrics.accept(HOST, snapshot(30).with(second).build());

        assertCounter("netwatch.connection.failures", "{connection}");
        assertThat(collector.points("netwatch.connection.failures"))
                .isEqualTo(Map.of(
                        Map.of(
                                "k8s.namespace.name", "shop",
                                "k8s.deployment.name", "cart",
                                "netwatch.connection.direction", "outbound",
                                "error.type", "ECONNREFUSED"),
                        2L));
        assertThat(start(collector.data("netwatch.connection.failures").get(0))).isEqualTo(NOON);
    }

    @Test
    void workloadsBeyondTheBoundAreCountedTogether() {
        Stream<ConnectionDetail> many = IntStream.range(0, OtlpConnections.MOST_SERIES + 500)
                .mapToObj(i -> connection("10.0.0.1:" + i, local("Deployment", "d-" + i), null, "ESTABLISHED", "E"));
        OtlpSnapshot snapshot = snapshot(0);
        many.forEach(snapshot::with);

        metrics.accept(HOST, snapshot.build());

        for (String metric : List.of("netwatch.connections", "netwatch.connection.failures")) {
            assertThat(collector.points(metric))
                    .hasSize(OtlpConnections.MOST_SERIES + 1)
                    .containsEntry(Map.of("otel.metric.overflow", "true"), 500L);
        }
    }

    @Test
    void addsUpTheEventsOfAllWindows() {
        metrics.accept(
                HOST, snapshot(0).with(new Completeness(10, 1, 2, 0, 15_000)).build());
        metrics.accept(
                HOST, snapshot(15).with(new Completeness(20, 3, 0, 0, 15_000)).build());

        assertCounter("netwatch.events", "{event}");
        assertThat(collector.points("netwatch.events"))
                .isEqualTo(Map.of(
                        Map.of("netwatch.event.outcome", "seen"), 30L,
                        Map.of("netwatch.event.outcome", "lost_kernel"), 4L,
                        Map.of("netwatch.event.outcome", "lost_agent"), 2L));
    }

    @Test
    void addsUpTheDnsOfAllWindows() {
        DnsAnalytics window = new DnsAnalytics(10, 9, 2, List.of(9L, 0L, 0L, 0L, 0L, 0L, 0L, 0L), List.of());

        metrics.accept(HOST, snapshot(0).with(window).build());
        metrics.accept(HOST, snapshot(15).with(window).build());

        assertCounter("netwatch.dns.queries", "{query}");
        assertThat(collector.points("netwatch.dns.queries")).isEqualTo(Map.of(Map.of(), 20L));
        assertThat(collector.points("netwatch.dns.responses")).isEqualTo(Map.of(Map.of(), 18L));
        assertThat(collector.points("netwatch.dns.nxdomain")).isEqualTo(Map.of(Map.of(), 4L));
    }

    private static Kubernetes local(String kind, String workload) {
        return new Kubernetes("shop", "pod-1", "uid", "app", kind, workload, "worker-1", "cgroup");
    }

    private static ConnectionDetail connection(String local, Kubernetes pod, Peer peer, String state, String error) {
        return new ConnectionDetail(
                "TCP",
                local,
                "10.0.0.9:80",
                state,
                1,
                "app",
                null,
                pod,
                peer,
                "outbound",
                "2026-01-01T11:59:00Z",
                null,
                null,
                null,
                null,
                error);
    }
}
