package io.netwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A pod that connects ten times a second, and a policy that selects it by a label which comes and goes. */
@RequiresTestbed
class LabelChangeTest {
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    /** Between two connections of the pod, and to be on the safe side of a busy machine. */
    private static final Duration STEP = Duration.ofMillis(100);

    private static WholeSystem system;
    private static Callers pods;

    @BeforeAll
    static void begin() {
        system = new WholeSystem();
        pods = new Callers(system.testbed(), "labels");
        pods.start("server", Map.of("app", "server"), "listen 8080");
        String server = pods.address("server");
        pods.start("caller", Map.of("app", "caller"), "call " + server + ":8080 every 0.1");
        pods.address("caller");
        system.watch("labels", "{podSelector: {matchLabels: {watched: \"yes\"}}}");
        system.awaitAgent();
        WholeSystem.soon().until(() -> ignored() > 0);
    }

    @AfterAll
    static void close() {
        system.close();
    }

    @Test
    void labelStartsAndStopsWatchingWithinASecond() {
        double ignoredBefore = ignored();
        WholeSystem.soon().until(() -> ignored() > ignoredBefore + 10);

        Instant labelled = Instant.now();
        pods.label("caller", Map.of("app", "caller", "watched", "yes"));
        JsonNode first = Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .pollInterval(STEP)
                .until(() -> openedAfter(labelled), list -> !list.isEmpty())
                .stream()
                .min((one, other) -> opened(one).compareTo(opened(other)))
                .orElseThrow();
        assertThat(Duration.between(labelled, opened(first))).isLessThan(AT_ONCE);

        Instant unlabelled = Instant.now();
        pods.label("caller", Map.of("app", "caller"));
        double ignoredThen = ignored();
        WholeSystem.soon().until(() -> ignored() > ignoredThen + 20);
        assertThat(openedAfter(unlabelled.plus(AT_ONCE))).isEmpty();
    }

    private static double ignored() {
        return system.metric("netwatch_connections_ignored_total");
    }

    private static List<JsonNode> openedAfter(Instant moment) {
        return system.connections("&namespace=labels&pod=caller").stream()
                .filter(connection -> opened(connection).isAfter(moment))
                .toList();
    }

    private static Instant opened(JsonNode connection) {
        String text = connection.get("opened").asText("");
        return text.isEmpty() || text.equals("null") ? Instant.EPOCH : Instant.parse(text);
    }
}
