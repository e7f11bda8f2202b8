package io.netwatch.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.event.Address;
import io.netwatch.agent.event.Endpoint;
import io.netwatch.agent.testbed.Namespace;
import io.netwatch.agent.testbed.RequiresKernelEvents;
import io.netwatch.agent.testbed.Traffic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks the kernel itself of connections that it rewrites, in a namespace of the test's own. */
@RequiresKernelEvents
class TranslationsTest {
    private static final String POD = "10.244.1.5";
    private static final String POD_V6 = "fd00:244::5";
    private static final String SERVICE = "10.96.0.10";
    private static final String SERVICE_V6 = "fd00:96::10";

    /** As {@code /proc}, where process 1 is in the namespace of the test. */
    @TempDir
    private Path proc;

    private Namespace namespace;
    private Traffic traffic;

    @BeforeEach
    void makeAPodAndAService() throws IOException {
        namespace = Namespace.create();
        Files.createSymbolicLink(
                Files.createDirectories(proc.resolve("1/ns")).resolve("net"), Path.of("/run/netns", namespace.name()));
        traffic = Traffic.start(namespace);
        namespace.run("ip", "addr", "add", POD + "/32", "dev", "lo");
        namespace.run("ip", "addr", "add", POD_V6 + "/128", "dev", "lo", "nodad");
        namespace.run("ip", "route", "add", "10.96.0.0/16", "dev", "lo", "src", POD);
        namespace.run("ip", "-6", "route", "add", "fd00:96::/64", "dev", "lo", "src", POD_V6);
        rewrite("ip", SERVICE, POD);
        rewrite("ip6", SERVICE_V6, "[" + POD_V6 + "]");
    }

    /** As kube-proxy does, in short. */
    private void rewrite(String family, String service, String pod) {
        namespace.run(
                "nft",
                "add table " + family + " nat; add chain " + family
                        + " nat output { type nat hook output priority -100; }; add rule " + family + " nat output "
                        + family + " daddr " + service + " tcp dport 80 dnat to " + pod + ":8080");
    }

    @AfterEach
    void removeThem() {
        traffic.close();
        namespace.close();
    }

    private static Endpoint endpoint(String text, int port) {
        Address address = Address.parse(text);
        return new Endpoint(address.high(), address.low(), port);
    }

    private int connect(String listen, String to, int port) {
        traffic.ask("listen " + listen + " 8080");
        return traffic.askNumber("connect " + to + " " + port);
    }

    @Test
    void asksTheKernelWhoAnswers() {
        Endpoint client = endpoint(POD, connect(POD, SERVICE, 80));
        try (Translations translations = Translations.open(proc)) {
            assertThat(translations.how()).isEqualTo("conntrack over netlink");
            assertThat(translations.find(client, endpoint(SERVICE, 80))).isEqualTo(endpoint(POD, 8080));
            assertThat(translations.find(client, endpoint(SERVICE, 81))).isNull();
            assertThat(translations.find(endpoint(POD, 1), endpoint(SERVICE, 80)))
                    .isNull();
        }
    }

    @Test
    void asksForIpv6() {
        Endpoint client = endpoint(POD_V6, connect(POD_V6, SERVICE_V6, 80));
        try (Translations translations = Translations.open(proc)) {
            assertThat(translations.find(client, endpoint(SERVICE_V6, 80))).isEqualTo(endpoint(POD_V6, 8080));
        }
    }

    @Test
    void aConnectionThatIsNotRewrittenIsAnsweredByWhomItWentTo() {
        Endpoint client = endpoint(POD, connect(POD, POD, 8080));
        try (Translations translations = Translations.open(proc)) {
            assertThat(translations.find(client, endpoint(POD, 8080))).isEqualTo(endpoint(POD, 8080));
        }
    }

    @Test
    void readsTheTableOfAProcess() {
        Endpoint client = endpoint(POD, connect(POD, SERVICE, 80));
        try (Translations translations = new ConntrackTable(Path.of("/proc/" + traffic.pid() + "/net/nf_conntrack"))) {
            assertThat(translations.find(client, endpoint(SERVICE, 80))).isEqualTo(endpoint(POD, 8080));
        }
    }
}
