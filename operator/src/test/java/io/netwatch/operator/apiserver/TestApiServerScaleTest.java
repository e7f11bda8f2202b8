package io.netwatch.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The server in memory carries the cluster that the operator is measured with. */
class TestApiServerScaleTest {
    private static final int NODES = 5_000;
    private static final int PODS = 20_000;
    /** Generous: the fixture is quick when this is, and a machine may be busy. */
    private static final Duration ENOUGH = Duration.ofSeconds(90);

    @Test
    void carriesThousandsOfNodesAndPods() {
        Instant start = Instant.now();
        try (TestApiServer server = new TestApiServer()) {
            Wire wire = new Wire(server.url());
            IntStream.range(0, NODES).forEach(i -> make(wire, "/api/v1/nodes", """
                {"apiVersion":"v1","kind":"Node","metadata":{"name":"node-%d","labels":{"l":"%d"}}}""".formatted(i, i % 7)));
            IntStream.range(0, PODS)
                    .forEach(i -> make(wire, "/api/v1/namespaces/default/pods", """
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"pod-%d"},"spec":{"nodeName":"node-%d",
                "containers":[{"name":"c","image":"i"}]}}""".formatted(i, i % NODES)));
            assertThat(wire.get("/api/v1/nodes").at("/items")).hasSize(NODES);
            assertThat(wire.get("/api/v1/pods?fieldSelector=spec.nodeName=node-17")
                            .at("/items"))
                    .hasSize(PODS / NODES);
            WatchLog watch = wire.watch("/api/v1/pods?watch=true");
            ContractCase.soon().until(() -> watch.all().size() == PODS);
            watch.close();
        }
        assertThat(Duration.between(start, Instant.now())).isLessThan(ENOUGH);
    }

    private static void make(Wire wire, String path, String body) {
        assertThat(wire.post(path, body).code()).isEqualTo(201);
    }
}
