package io.netwatch.agent.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.strings;

import io.netwatch.agent.testbed.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostNetworkTest {
    private static final String HEADING =
            "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n";
    private static final String ZEROS = "0".repeat(32);

    @TempDir
    Path folder;

    private HostNetwork network;

    @BeforeEach
    void open() throws IOException {
        network = new HostNetwork(folder, new HostRoot(folder));
        Files.createDirectories(folder.resolve("etc"));
    }

    private void write(String file, String text) {
        try {
            Files.write(folder.resolve(file), text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String route(String gateway, String flags, int metric, String mask) {
        return "eth0\t00000000\t" + gateway + "\t" + flags + "\t0\t0\t" + metric + "\t" + mask + "\t0\t0\t0\n";
    }

    private static String route6(String gateway, String metric, String flags) {
        return ZEROS + " 00 " + ZEROS + " 00 " + gateway + " " + metric + " 00000001 00000000 " + flags + "     eth0\n";
    }

    @Test
    void takesTheDefaultRouteWithTheLowestMetric() {
        write(
                "route",
                HEADING
                        + route("0101A8C0", "0003", 200, "00000000")
                        + route("FE01A8C0", "0003", 100, "00000000")
                        + route("0201A8C0", "0003", 100, "00000000")
                        + route("00000000", "0001", 0, "00000000")
                        + route("0301A8C0", "0003", 0, "000000FF")
                        + "eth0\t0000A8C0\t0401A8C0\t0003\t0\t0\t0\t00000000\t0\t0\t0\n");
        write("ipv6_route", route6("20010db8000000000000000000000001", "00000400", "00000003"));

        assertThat(network.gateway()).hasToString("192.168.1.254");
    }

    @Test
    void takesThatOfIpv6WhereThereIsNoOther() {
        write("route", HEADING);
        write(
                "ipv6_route",
                route6("20010db8000000000000000000000002", "00000800", "00000003")
                        + route6("20010db8000000000000000000000001", "00000400", "00000003")
                        + route6(ZEROS, "ffffffff", "00200200"));

        assertThat(network.gateway()).hasToString("2001:db8::1");
    }

    @Test
    void knowsTheInterfaceOfALinkLocalGateway() {
        write("ipv6_route", route6("fe800000000000000000000000000001", "00000400", "00000003"));
        write("if_inet6", "fe80000000000000000000000000000a 1f 40 20 80     eth0\n");

        Target gateway = network.gateway();

        assertThat(gateway).hasToString("fe80::1%eth0");
        assertThat(gateway.scope()).isEqualTo(31);
    }

    @Test
    void hasNoneWithoutRoutes() {
        assertThat(network.gateway()).isNull();
        assertThat(network.resolver()).isNull();
    }

    @Test
    void takesTheFirstNameServerThatIsAnAddress() {
        write(
                "etc/resolv.conf",
                "# nameserver 9.9.9.9\nsearch local\nnameserver\nnameserver dns\n nameserver\t10.96.0.10 # x\nnameserver 1.1.1.1\n");

        assertThat(network.resolver()).hasToString("10.96.0.10");
    }

    @Test
    void readsANameServerWithAZone() {
        write("etc/resolv.conf", "nameserver fe80::1%eth0\n");
        write("if_inet6", "fe80000000000000000000000000000a 02 40 20 80 eth0\n");

        assertThat(network.resolver()).isEqualTo(new Target(network.resolver().address(), "eth0", 2));
    }

    @Test
    void agreesWithIpOfThisMachine() {
        HostNetwork here = new HostNetwork(Path.of("/proc/self/net"), new HostRoot(Path.of("/")));
        String via = Command.run("ip", "route")
                .lines()
                .filter(line -> line.startsWith("default via "))
                .map(line -> line.split(" ", -1)[2])
                .findFirst()
                .orElse(null);

        assertThat(String.valueOf(here.gateway())).isEqualTo(String.valueOf(via));
    }

    @Test
    void takesAnyText() {
        qt().withExamples(300)
                .forAll(strings().allPossible().ofLengthBetween(0, 120))
                .checkAssert(text -> {
                    write("route", HEADING + text + "\n" + route(text, text, 1, "00000000"));
                    write("ipv6_route", text + "\n" + route6(text, text, text));
                    write("if_inet6", text + "\n");
                    write("etc/resolv.conf", "nameserver " + text + "\nnameserver 10.0.0.1\n");
                    network.gateway();
                    assertThat(network.resolver()).isNotNull();
                });
    }
}
