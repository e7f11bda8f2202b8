package io.netwatch.agent.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.api.snapshot.Completeness;
import io.netwatch.api.snapshot.ConnectionDetail;
import io.netwatch.api.snapshot.DnsAnalytics;
import io.netwatch.api.snapshot.HealthMetric;
import io.netwatch.api.snapshot.HostInfo;
import io.netwatch.api.snapshot.InterfaceMetric;
import io.netwatch.api.snapshot.Kubernetes;
import io.netwatch.api.snapshot.Peer;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a collector gets, read with OpenTelemetry's own definitions of it. */
class OtlpMetricsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final HostInfo HOST = new HostInfo(
            "7f1c9a52-0d4e-4c55-9d0e-2f0a1b6c3d4e",
            "worker-1",
            "Debian GNU/Linux 12",
            "6.1.0-18",
            3600L,
            "Xeon",
            2,
            4096L);

    private OtlpReceiver collector;
    private OtlpMetrics metrics;

    @BeforeEach
    void open() throws IOException {
        collector = new OtlpReceiver();
        metrics = metrics(collector.endpoint(), PATIENCE);
    }

    @AfterEach
    void close() {
        collector.close();
        metrics.close();
    }

    private static OtlpMetrics metrics(URI endpoint, Duration deadline) {
        return new OtlpMetrics(endpoint, "worker-1", "0.1.0", deadline, Clock.fixed(NOON, ZoneOffset.UTC));
    }

    @Test
    void saysWhoTells() {
        metrics.accept(HOST, snapshot(0).build());

        assertThat(collector.resource())
                .containsOnly(
                        Map.entry("service.name", "netwatch-agent"),
                        Map.entry("service.version", "0.1.0"),
                        Map.entry("host.id", "7f1c9a52-0d4e-4c55-9d0e-2f0a1b6c3d4e"),
                        Map.entry("host.name", "worker-1"),
                        Map.entry("host.cpu.model.name", "Xeon"),
                        Map.entry("k8s.node.name", "worker-1"),
                        Map.entry("os.type", "linux"),
                        Map.entry("os.description", "Debian GNU/Linux 12, Linux 6.1.0-18"));
    }

    @ParameterizedTest
    @CsvSource({
        "http://collector:4318, http://collector:4318/v1/metrics",
        "http://collector:4318/, http://collector:4318/v1/metrics",
        "https://otlp.example.com/tenant, https://otlp.example.com/tenant/v1/metrics",
        "https://otlp.example.com/v1/metrics, https://otlp.example.com/v1/metrics"
    })
    void sendsToWhereMetricsGo(URI endpoint, String url) {
        assertThat(OtlpMetrics.url(endpoint)).isEqualTo(url);
    }

    @Test
    void tellsTrafficOfInterfacesByDirection() {
        metrics.accept(HOST, snapshot(0).with(eth0(1000, 500)).build());

        assertCounter("system.network.io", "By");
        assertThat(collector.points("system.network.io"))
                .isEqualTo(Map.of(
                        Map.of("network.interface.name", "eth0", "network.io.direction", "receive"), 1000L,
                        Map.of("network.interface.name", "eth0", "network.io.direction", "transmit"), 500L));
        assertCounter("system.network.packet.count", "{packet}");
        assertThat(collector.points("system.network.packet.count"))
                .isEqualTo(Map.of(
                        Map.of("system.device", "eth0", "network.io.direction", "receive"), 10L,
                        Map.of("system.device", "eth0", "network.io.direction", "transmit"), 5L));
        assertCounter("system.network.packet.dropped", "{packet}");
        assertThat(collector.points("system.network.packet.dropped").values()).containsExactlyInAnyOrder(3L, 4L);
        assertCounter("system.network.errors", "{error}");
        assertThat(collector.points("system.network.errors").values()).containsExactlyInAnyOrder(1L, 2L);
    }

    @Test
    void countersOfTheKernelBeginWithTheHostsBoot() {
        metrics.accept(HOST, snapshot(0).with(eth0(1000, 500)).build());

        assertThat(collector.data("system.network.io")).allSatisfy(point -> {
            assertThat(start(point)).isEqualTo(NOON.minusSeconds(3600));
            assertThat(Instant.EPOCH.plusNanos(point.getTimeUnixNano())).isEqualTo(NOON);
        });
    }

    @Test
    void anInterfaceThatIsMadeAnewCountsSinceTheSnapshotBefore() {
        metrics.accept(HOST, snapshot(0).with(eth0(1000, 500)).build());
        metrics.accept(HOST, snapshot(15).with(eth0(1100, 600)).build());
        assertThat(collector.data("system.network.io"))
                .allSatisfy(point -> assertThat(start(point)).isEqualTo(NOON.minusSeconds(3600)));

        metrics.accept(HOST, snapshot(30).with(eth0(10, 600)).build());
        metrics.accept(HOST, snapshot(45).with(eth0(20, 700)).build());

        assertThat(collector.data("system.network.io"))
                .allSatisfy(point -> assertThat(start(point)).isEqualTo(NOON.plusSeconds(15)));
    }

    @Test
    void tellsTheHostsLoadMemoryDisksAndConnections() {
        metrics.accept(HOST, snapshot(0).host().build());

        assertThat(collector.points("system.cpu.utilization"))
                .isEqualTo(Map.of(Map.of("cpu.logical_number", "0"), 0.5, Map.of("cpu.logical_number", "1"), 0.25));
        assertThat(collector.points("system.cpu.load_average.1m")).isEqualTo(Map.of(Map.of(), 1.5));
        assertThat(collector.points("system.memory.usage"))
                .isEqualTo(Map.of(Map.of("system.memory.state", "used"), 1024L));
        assertThat(collector.points("system.memory.limit")).isEqualTo(Map.of(Map.of(), 4096L));
        assertThat(collector.points("system.memory.utilization"))
                .isEqualTo(Map.of(Map.of("system.memory.state", "used"), 0.25));
        assertThat(collector.points("system.paging.usage"))
                .isEqualTo(Map.of(
                        Map.of("system.paging.state", "used"), 100L, Map.of("system.paging.state", "free"), 900L));
        assertThat(collector.points("system.disk.io"))
                .isEqualTo(Map.of(
                        Map.of("disk.io.direction", "read"), 4096L, Map.of("disk.io.direction", "write"), 8192L));
        assertThat(collector.points("system.network.connection.count"))
                .isEqualTo(Map.of(
                        Map.of("network.connection.state", "established", "network.transport", "tcp"), 7L,
                        Map.of("network.connection.state", "time_wait", "network.transport", "tcp"), 2L));
        assertThat(collector.points("system.uptime")).isEqualTo(Map.of(Map.of(), 3600.0));
        assertThat(collector.metric("system.memory.usage").getSum().getIsMonotonic())
                .isFalse();
        assertThat(collector.metric("system.memory.usage").getUnit()).isEqualTo("By");
        assertThat(collector.metric("system.cpu.utilization").hasGauge()).isTrue();
    }

    @Test
    void statesOfAFileSystemAddUpToItsSize() {
        metrics.accept(HOST, snapshot(0).host().build());

        assertThat(collector.points("system.filesystem.usage"))
                .isEqualTo(Map.of(disk("used"), 600L, disk("free"), 350L, disk("reserved"), 50L));
    }

    private static Map<String, String> disk(String state) {
        return Map.of(
                "system.device", "/dev/sda1",
                "system.filesystem.mountpoint", "/",
                "system.filesystem.state", state);
    }

    @Test
    void tellsNothingOfWhatIsUnknown() {
        HostInfo unknown = new HostInfo("id", "host", null, null, null, null, null, null);

        metrics.accept(unknown, snapshot(0).with(eth0(1000, 500)).build());

        assertThat(collector.names())
                .containsExactlyInAnyOrder(
                        "system.network.io",
                        "system.network.packet.count",
                        "system.network.packet.dropped",
                        "system.network.errors");
        assertThat(collector.resource())
                .containsOnlyKeys(
                        "service.name", "service.version", "host.id", "host.name", "k8s.node.name", "os.type");
        assertThat(start(collector.data("system.network.io").get(0)))
                .isEqualTo(NOON); // the agent's, as no boot is known
    }

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
    void tellsHowTheGatewayAndTheResolverAnswer() {
        HealthMetric health = new HealthMetric("10.0.0.1", 1.5, 0.0, "10.96.0.10", null, 100.0, null, null);

        metrics.accept(HOST, snapshot(0).with(health).build());

        Map<String, String> gateway = Map.of("netwatch.probe.target", "gateway", "server.address", "10.0.0.1");
        Map<String, String> dns = Map.of("netwatch.probe.target", "dns", "server.address", "10.96.0.10");
        assertThat(collector.points("netwatch.probe.rtt")).isEqualTo(Map.of(gateway, 0.0015));
        assertThat(collector.points("netwatch.probe.loss")).isEqualTo(Map.of(gateway, 0.0, dns, 1.0));
        assertThat(collector.metric("netwatch.probe.rtt").getUnit()).isEqualTo("s");
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

    @Test
    void aCollectorThatRefusesIsCountedAndToldWhenItTakesAgain() {
        collector.answer(503);
        metrics.accept(HOST, snapshot(0).host().build());
        metrics.accept(HOST, snapshot(15).host().build());
        assertThat(metrics.dropped()).isEqualTo(2);
        assertThat(collector.requests()).isEqualTo(2); // none is tried again

        collector.answer(200);
        metrics.accept(HOST, snapshot(30).host().build());

        assertThat(metrics.dropped()).isEqualTo(2);
        assertCounter("netwatch.snapshots.dropped", "{snapshot}");
        assertThat(collector.points("netwatch.snapshots.dropped"))
                .isEqualTo(Map.of(Map.of("error.type", "export_failed"), 2L));
    }

    @Test
    void aCollectorThatIsNotThereIsCounted() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        try (OtlpMetrics nowhere = metrics(URI.create("http://127.0.0.1:" + port), PATIENCE)) {
            nowhere.accept(HOST, snapshot(0).host().build());

            assertThat(nowhere.dropped()).isEqualTo(1);
        }
    }

    @Test
    void aCollectorThatNeverAnswersHoldsNobodyUpBeyondTheDeadline() {
        collector.fallSilent();

        try (OtlpMetrics hasty = metrics(collector.endpoint(), SHORT)) {
            for (int i = 1; i <= 3; i++) {
                long began = System.nanoTime();
                hasty.accept(HOST, snapshot(15 * i).host().build());
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(PATIENCE.dividedBy(4));
            }

            assertThat(hasty.dropped()).isEqualTo(3);
        }
    }

    private void assertCounter(String name, String unit) {
        var metric = collector.metric(name);
        assertThat(metric.getUnit()).isEqualTo(unit);
        assertThat(metric.getSum().getIsMonotonic()).isTrue();
        assertThat(metric.getSum().getAggregationTemporality())
                .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
    }

    private static Instant start(NumberDataPoint point) {
        return Instant.EPOCH.plusNanos(point.getStartTimeUnixNano());
    }

    private static InterfaceMetric eth0(long rxBytes, long txBytes) {
        return new InterfaceMetric("eth0", true, rxBytes, txBytes, 0, 0, 10, 5, 1, 2, 3, 4, null, null, null, null);
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

    private static OtlpSnapshot snapshot(int seconds) {
        return new OtlpSnapshot(NOON.plusSeconds(seconds));
    }
}
