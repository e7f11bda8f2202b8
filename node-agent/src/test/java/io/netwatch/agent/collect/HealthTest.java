package io.netwatch.agent.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.testbed.Namespace;
import io.netwatch.agent.testbed.RequiresKernelEvents;
import io.netwatch.agent.testbed.Traffic;
import io.netwatch.api.snapshot.HealthMetric;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A host and its gateway, which is its resolver too, each in a network namespace of its own. */
@RequiresKernelEvents
class HealthTest {
    private static final String NO_ICMP =
            "add table inet o; add chain inet o out { type filter hook output priority 0; };"
                    + " add rule inet o out icmp type echo-request drop;"
                    + " add rule inet o out icmpv6 type echo-request drop";

    @TempDir
    Path root;

    private Namespace host;
    private Namespace router;
    private Traffic process;
    private Health health;

    @BeforeEach
    void start() throws IOException {
        host = Namespace.create();
        router = Namespace.create();
        host.connect(router, "10.77.2.1/24", "10.77.2.2/24");
        host.connect(router, "fd77:2::1/64", "fd77:2::2/64");
        process = Traffic.start(host);
        process.ask("connect fd77:2::2 9"); // is refused, and by then both have met as neighbours
        Files.createDirectories(root.resolve("etc"));
        Path proc = Path.of("/proc/" + process.pid());
        health = new Health(
                proc.resolve("net"), new HostRoot(root), proc.resolve("ns/net"), System::nanoTime, new Random(7));
    }

    @AfterEach
    void stop() {
        process.close();
        host.close();
        router.close();
    }

    private void use(String address) throws IOException {
        host.run("ip", "route", "add", "default", "via", address);
        Files.writeString(root.resolve("etc/resolv.conf"), "nameserver " + address + "\n");
    }

    private static void assertAnswered(Double rtt, Double loss) {
        assertThat(rtt).isBetween(0.0, 1000.0).isNotEqualTo(0.0);
        assertThat(loss).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.77.2.2", "fd77:2::2"})
    void pingsBothWhereThatIsAllowed(String address) throws IOException {
        use(address);

        HealthMetric metric = health.read();

        assertThat(metric.gatewayIp()).isEqualTo(address);
        assertThat(metric.dnsIp()).isEqualTo(address);
        assertThat(health.gatewayMethod()).isEqualTo(ProbeMethod.ICMP);
        assertThat(health.dnsMethod()).isEqualTo(ProbeMethod.ICMP);
        assertThat(health.isFromHost()).isTrue();
        assertAnswered(metric.gatewayRttMs(), metric.gatewayLossPct());
        assertAnswered(metric.dnsRttMs(), metric.dnsLossPct());
        assertThat(metric.gatewayRttHistory()).containsExactly(metric.gatewayRttMs());
    }

    @Test
    void pingsThroughASocketThatNeedsNoPrivilegeAsWell() throws IOException {
        host.run("sysctl", "-qw", "net.ipv4.ping_group_range=0 2147483647");
        use("10.77.2.2");

        HealthMetric metric = health.read();

        assertThat(health.gatewayMethod()).isEqualTo(ProbeMethod.ICMP);
        assertAnswered(metric.gatewayRttMs(), metric.gatewayLossPct());
    }

    @ParameterizedTest
    @CsvSource({"10.77.2.2, 10.77.2.2", "fd77:2::2, ::"})
    void connectsAndAsksWhereIcmpIsNotAllowed(String address, String listenOn) throws IOException {
        use(address);
        host.run("nft", NO_ICMP);
        Process resolver = new ProcessBuilder(
                        "ip", "netns", "exec", router.name(), "perl", "src/test/perl/dns.pl", listenOn)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(resolver.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("ready");

            HealthMetric metric = health.read();

            assertThat(health.gatewayMethod()).isEqualTo(ProbeMethod.TCP);
            assertThat(health.dnsMethod()).isEqualTo(ProbeMethod.UDP);
            assertAnswered(metric.gatewayRttMs(), metric.gatewayLossPct());
            assertAnswered(metric.dnsRttMs(), metric.dnsLossPct());
        } finally {
            resolver.destroy();
            resolver.onExit().join();
        }
    }

    @Test
    void countsAResolverThatIsNotThereAsLost() throws IOException {
        use("10.77.2.2");
        host.run("nft", NO_ICMP);

        HealthMetric metric = health.read();

        assertThat(metric.gatewayLossPct()).isZero();
        assertThat(health.dnsMethod()).isEqualTo(ProbeMethod.UDP);
        assertThat(metric.dnsRttMs()).isNull();
        assertThat(metric.dnsLossPct()).isEqualTo(100.0);
    }

    @Test
    void waitsASecondForEachProbeThatIsLost() throws IOException {
        use("10.77.2.2");
        health.read();
        router.dropAll();
        long began = System.nanoTime();

        HealthMetric metric = health.read();

        assertThat(System.nanoTime() - began).isBetween(6_000_000_000L, 20_000_000_000L);
        assertThat(metric.gatewayRttMs()).isNull();
        assertThat(metric.gatewayLossPct()).isEqualTo(100.0);
        assertThat(metric.gatewayRttHistory())
                .hasSize(2)
                .endsWith((Double) null)
                .doesNotHaveDuplicates();
    }

    @Test
    void tellsTheShareThatIsLost() throws IOException {
        use("10.77.2.2");
        router.run(
                "nft",
                "add table inet t; add chain inet t in { type filter hook input priority 0; };"
                        + " add rule inet t in icmp type echo-request numgen inc mod 3 0 drop");

        HealthMetric metric = health.read();

        assertThat(metric.gatewayLossPct()).isEqualTo(33.3);
        assertThat(metric.gatewayRttMs()).isPositive();
    }

    @Test
    void tellsNothingOfWhoIsNotThere() {
        assertThat(health.read()).isEqualTo(new HealthMetric(null, null, null, null, null, null, null, null));
        assertThat(health.gatewayMethod()).isEqualTo(ProbeMethod.NONE);
    }

    @Test
    void beginsAnewWithAnotherGateway() throws IOException {
        use("10.77.2.2");
        health.read();
        health.read();
        assertThat(health.read().gatewayRttHistory()).hasSize(3);
        router.run("ip", "addr", "add", "10.77.2.3/24", "dev", cable());
        host.run("ip", "route", "replace", "default", "via", "10.77.2.3");

        HealthMetric metric = health.read();

        assertThat(metric.gatewayRttHistory()).hasSize(1);
        assertThat(metric.dnsRttHistory()).hasSize(4);
    }

    private String cable() {
        return router.run("sh", "-c", "ip -o -4 addr show to 10.77.2.2 | awk '{print $2}'")
                .strip();
    }

    @Test
    void asksFromHereWhereTheHostsNamespaceCanNotBeEntered() throws IOException {
        Health outside = new Health(
                Path.of("/proc/" + process.pid() + "/net"),
                new HostRoot(root),
                root.resolve("none"),
                System::nanoTime,
                new Random(7));
        Files.writeString(root.resolve("etc/resolv.conf"), "nameserver 127.0.0.53\n");

        HealthMetric metric = outside.read();

        assertThat(outside.isFromHost()).isFalse();
        assertThat(metric.dnsIp()).isEqualTo("127.0.0.53");
        assertThat(outside.dnsMethod()).as("our loopback is not the host's").isEqualTo(ProbeMethod.NONE);
        assertThat(metric.dnsLossPct()).isNull();
    }
}
