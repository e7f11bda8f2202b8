package io.netwatch.agent.collect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.netwatch.agent.testbed.Command;
import io.netwatch.agent.testbed.Namespace;
import io.netwatch.agent.testbed.RequiresKernelEvents;
import io.netwatch.agent.testbed.Traffic;
import io.netwatch.api.snapshot.InterfaceMetric;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Against what {@code ip -s -j link} says. */
@RequiresKernelEvents
class InterfacesLiveTest {
    private static Map<String, JsonNode> links(String json) throws IOException {
        Map<String, JsonNode> links = new HashMap<>();
        for (JsonNode link : new JsonMapper().readTree(json)) {
            links.put(link.get("ifname").asText(), link);
        }
        return links;
    }

    @Test
    void agreesWithIpOfThisMachine() throws IOException {
        Interfaces interfaces = new Interfaces(Path.of("/proc/self/net"), Path.of("/sys/class/net"), System::nanoTime);
        Map<String, InterfaceMetric> before = byName(interfaces);
        Map<String, JsonNode> links = links(Command.run("ip", "-s", "-j", "link"));
        Map<String, InterfaceMetric> after = byName(interfaces);
        links.remove("lo");

        assertThat(before.keySet()).isEqualTo(links.keySet()).isNotEmpty();
        links.forEach((name, link) -> {
            InterfaceMetric first = before.get(name);
            InterfaceMetric last = after.get(name);
            assertThat(first.isUp())
                    .as(name)
                    .isEqualTo(link.get("operstate").asText().equals("UP"));
            JsonNode rx = link.get("stats64").get("rx");
            JsonNode tx = link.get("stats64").get("tx");
            assertThat(rx.get("bytes").asLong()).isBetween(first.rxBytes(), last.rxBytes());
            assertThat(tx.get("bytes").asLong()).isBetween(first.txBytes(), last.txBytes());
            assertThat(rx.get("packets").asLong()).isBetween(first.rxPackets(), last.rxPackets());
            assertThat(tx.get("packets").asLong()).isBetween(first.txPackets(), last.txPackets());
            assertThat(rx.get("errors").asLong()).isBetween(first.rxErrors(), last.rxErrors());
            assertThat(tx.get("errors").asLong()).isBetween(first.txErrors(), last.txErrors());
            assertThat(rx.get("dropped").asLong() + rx.path("missed_errors").asLong())
                    .isBetween(first.rxDrops(), last.rxDrops());
            assertThat(tx.get("dropped").asLong()).isBetween(first.txDrops(), last.txDrops());
        });
    }

    @Test
    void readsTheNamespaceOfTheProcessItIsGiven() throws IOException {
        try (Namespace here = Namespace.create();
                Namespace there = Namespace.create()) {
            here.connect(there, "10.77.1.1/24", "10.77.1.2/24");
            try (Traffic client = Traffic.start(here);
                    Traffic server = Traffic.start(there)) {
                client.ask("listen 127.0.0.1"); // by then it is in its namespace
                Path process = Path.of("/proc/" + client.pid());
                Interfaces interfaces =
                        new Interfaces(process.resolve("net"), process.resolve("root/sys/class/net"), System::nanoTime);
                String cable = interfaces.read().get(0).name();

                int port = server.askNumber("listen 10.77.1.2");
                client.ask("connect 10.77.1.2 " + port);
                server.ask("accept");
                client.begin("send client 1000000");
                server.ask("receive server 1000000");
                client.answer();
                InterfaceMetric metric = interfaces.read().get(0);
                JsonNode link = links(here.run("ip", "-s", "-j", "link")).get(cable);

                assertThat(metric.isUp()).isTrue();
                assertThat(metric.txBytesDelta()).isBetween(1_000_000L, 1_200_000L);
                assertThat(metric.txRate()).isPositive();
                assertThat(link.get("stats64").get("tx").get("bytes").asLong())
                        .isGreaterThanOrEqualTo(metric.txBytes());

                here.run("ip", "link", "set", cable, "down");
                assertThat(interfaces.read().get(0).isUp()).isFalse();
                here.run("ip", "link", "del", cable);
                assertThat(interfaces.read()).isEmpty();
            }
        }
    }

    private static Map<String, InterfaceMetric> byName(Interfaces interfaces) throws IOException {
        Map<String, InterfaceMetric> metrics = new HashMap<>();
        interfaces.read().forEach(metric -> metrics.put(metric.name(), metric));
        return metrics;
    }
}
