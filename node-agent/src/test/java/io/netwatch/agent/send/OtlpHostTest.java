package io.netwatch.agent.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.api.snapshot.HealthMetric;
import io.netwatch.api.snapshot.HostInfo;
import io.netwatch.api.snapshot.InterfaceMetric;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a collector is told of the host. */
class OtlpHostTest extends OtlpFixture {
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
    void tellsHowTheGatewayAndTheResolverAnswer() {
        HealthMetric health = new HealthMetric("10.0.0.1", 1.5, 0.0, "10.96.0.10", null, 100.0, null, null);

        metrics.accept(HOST, snapshot(0).with(health).build());

        Map<String, String> gateway = Map.of("netwatch.probe.target", "gateway", "server.address", "10.0.0.1");
        Map<String, String> dns = Map.of("netwatch.probe.target", "dns", "server.address", "10.96.0.10");
        assertThat(collector.points("netwatch.probe.rtt")).isEqualTo(Map.of(gateway, 0.0015));
        assertThat(collector.points("netwatch.probe.loss")).isEqualTo(Map.of(gateway, 0.0, dns, 1.0));
        assertThat(collector.metric("netwatch.probe.rtt").getUnit()).isEqualTo("s");
    }

    private static InterfaceMetric eth0(long rxBytes, long txBytes) {
        return new InterfaceMetric("eth0", true, rxBytes, txBytes, 0, 0, 10, 5, 1, 2, 3, 4, null, null, null, null);
    }
}
