package io.netwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The API server goes, and comes back without its history; the operator goes. Seconds of the first are system property {@value
 * #SECONDS}.
 */
@RequiresTestbed
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OutageTest {
    private static final String SECONDS = "netwatch.outage.seconds";

    /** Address of a service without endpoints. */
    private static final String NOBODY = "10.96.2.1";

    private static WholeSystem system;
    private static Callers pods;
    private static String server;
    private static Witness witness;

    @BeforeAll
    static void begin() {
        system = new WholeSystem();
        pods = new Callers(system.testbed(), "outage");
        pods.start("server", Map.of("app", "server"), "listen 8080");
        server = pods.address("server");
        pods.service("nobody", NOBODY);
        pods.start("caller", Map.of("app", "caller"), "call " + server + ":8080 every 0.2 call nobody:80 every 1");
        system.watch("outage", "{}");
        system.awaitAgent();
        witness = new Witness(system.agent(), "outage");
        WholeSystem.soon().until(() -> named("caller", Instant.EPOCH) > 5);
        WholeSystem.soon().until(() -> !lastCallOfNobody().get("stale").asBoolean());
    }

    @AfterAll
    static void close() {
        witness.close();
        system.close();
    }

    @Test
    @Order(1)
    void eventsGoOnWithoutTheApiServerAndNamesCatchUp() throws InterruptedException {
        long seconds = Long.getLong(SECONDS, 20);
        Instant began = Instant.now();
        int takenBefore = taken().size();
        system.agentProxy().refuse();
        system.operatorProxy().refuse();
        pods.start("newcomer", Map.of("app", "newcomer"), "call " + server + ":8080 every 0.2");
        TimeUnit.SECONDS.sleep(seconds); // the outage itself, which is what is tested
        long namedMeanwhile = named("caller", began);

        system.testbed().apiServer().forgetHistory();
        system.agentProxy().accept();
        system.operatorProxy().accept();
        Instant back = Instant.now();

        WholeSystem.soon().until(() -> named("newcomer", began) > 0);
        Duration caughtUp = Duration.between(back, Instant.now());
        WholeSystem.soon().until(() -> named("caller", back) > 0);
        System.out.println("API server gone for " + seconds + " s: " + namedMeanwhile
                + " connections named meanwhile; a pod that came meanwhile is named " + caughtUp.toMillis()
                + " ms after its return");
        assertThat(namedMeanwhile).isGreaterThan(seconds);
        List<String> taken = taken();
        assertNothingIsMissing(taken.subList(takenBefore, taken.size()));
    }

    /** Every connection that the server took is told of, as it happened, and no loss is counted. */
    private static void assertNothingIsMissing(List<String> taken) {
        assertThat(witness.told()).noneMatch(told -> told.get("event").asText().equals("lost"));
        WholeSystem.soon().untilAsserted(() -> assertThat(clients()).containsAll(taken));
        system.json("/api/v1/connections?limit=1")
                .get("completeness")
                .get("lost")
                .forEach(count -> assertThat(count.asLong()).isZero());
    }

    @Test
    @Order(2)
    void withoutTheOperatorPeersStayAsLastKnownAndAreMarkedSo() {
        Pod operator = system.installation().operatorPod().orElseThrow();

        system.client().resource(operator).delete();

        WholeSystem.soon().until(() -> lastCallOfNobody().get("stale").asBoolean());
        assertThat(lastCallOfNobody().get("kind").asText()).isEqualTo("service");
        assertThat(lastCallOfNobody().get("name").asText()).isEqualTo("nobody");

        system.installation().startOperator();

        WholeSystem.soon().until(() -> !lastCallOfNobody().get("stale").asBoolean());
    }

    /** The other end of the newest connection to a service without endpoints: known from the operator alone. */
    private static JsonNode lastCallOfNobody() {
        return ofTheTest().stream()
                .filter(connection ->
                        connection.get("peer").get("address").asText().equals(NOBODY))
                .max(Comparator.comparing(OutageTest::opened))
                .orElseThrow()
                .get("peerParty");
    }

    /** How many connections of a pod to the server are told of that began later, with both names. */
    private static long named(String pod, Instant after) {
        return witness.told().stream()
                .filter(told -> told.get("event").asText().equals("connect"))
                .filter(connection ->
                        connection.get("localParty").get("name").asText().equals(pod))
                .filter(connection ->
                        connection.get("peerParty").get("name").asText().equals("server"))
                .filter(connection -> opened(connection).isAfter(after))
                .count();
    }

    /** Who has connected, as {@code address:port}. */
    private static Set<String> clients() {
        return witness.told().stream()
                .map(connection -> connection.get("local").get("address").asText() + ":"
                        + connection.get("local").get("port").asText())
                .collect(Collectors.toSet());
    }

    private static List<JsonNode> ofTheTest() {
        return system.connections("&namespace=outage").stream()
                .filter(connection -> connection.get("direction").asText().equals("outbound"))
                .toList();
    }

    private static List<String> taken() {
        return system.testbed().podLog("outage", "server").lines().toList();
    }

    private static Instant opened(JsonNode connection) {
        String text = connection.get("opened").asText("");
        return text.isEmpty() || text.equals("null") ? Instant.EPOCH : Instant.parse(text);
    }
}
