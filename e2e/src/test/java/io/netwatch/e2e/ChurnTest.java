package io.netwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Pods that come and go fast, with addresses that change hands at once: no connection is given a wrong name, and next to none no
 * name. Seconds of it are system property {@value #SECONDS}, pods a second {@value #RATE}.
 */
@RequiresTestbed
class ChurnTest {
    private static final String SECONDS = "netwatch.churn.seconds";
    private static final String RATE = "netwatch.churn.rate";
    private static final double NAMED = 0.999;

    /** So that no connection is missed that the agent shows: newest 5000 in an answer. */
    private static final long READ_EVERY_S = 3;

    private final Map<String, JsonNode> outbound = new HashMap<>();
    private final Map<String, JsonNode> inbound = new HashMap<>();
    private final Map<String, Integer> figures = new TreeMap<>();
    private int ends;
    private int named;
    private int wrong;

    @Test
    void namesWhoeverConnectsAndNeverWrongly() throws InterruptedException {
        try (WholeSystem system = new WholeSystem();
                Churn churn = new Churn(system.testbed())) {
            system.watch(Churn.NAMESPACE, "{}");
            system.awaitAgent();
            WholeSystem.soon().until(() -> system.metric("netwatch_policies") > 0);
            run(system, churn);

            churn.truths().forEach(this::compare);
            print(churn);
            assertThat(wrong).isZero();
            assertThat(named).isGreaterThan((int) (ends * NAMED));
        }
    }

    private void run(WholeSystem system, Churn churn) throws InterruptedException {
        long seconds = Long.getLong(SECONDS, 60);
        int rate = Integer.getInteger(RATE, 50);
        for (long left = seconds; left > 0; left -= READ_EVERY_S) {
            churn.run(rate, Math.min(left, READ_EVERY_S));
            read(system);
        }
        WholeSystem.soon().until(churn::isOver);
        churn.finish();
        TimeUnit.SECONDS.sleep(6); // the agent's patience for names that come late
        read(system);
    }

    private void read(WholeSystem system) {
        for (JsonNode connection : system.connections("&namespace=" + Churn.NAMESPACE)) {
            String local = endpoint(connection.get("local"));
            String peer = endpoint(connection.get("peer"));
            if (connection.get("direction").asText().equals("outbound")) {
                outbound.put(local + ">" + peer, connection);
            } else {
                inbound.put(peer + ">" + local, connection);
            }
        }
    }

    private static String endpoint(JsonNode end) {
        return end.get("address").asText() + ":" + end.get("port").asText();
    }

    private void compare(Truth truth) {
        compare("client", outbound.get(truth.tuple()), truth.clientPod(), truth.serverPod());
        compare("server", inbound.get(truth.tuple()), truth.serverPod(), truth.clientPod());
    }

    private void compare(String side, JsonNode row, String local, String peer) {
        if (row == null) {
            ends += 2;
            figures.merge(side + " not told of", 2, Integer::sum);
            return;
        }
        compare(side + "'s own name", row.get("localParty"), local, row);
        compare(side + "'s peer's name", row.get("peerParty"), peer, row);
    }

    private void compare(String what, JsonNode party, String pod, JsonNode row) {
        ends++;
        String name = party.get("name").isNull() ? "" : party.get("name").asText();
        String how = " " + party.get("kind").asText() + " ("
                + party.get("attribution").asText() + ")";
        boolean isPod = party.get("kind").asText().equals("pod");
        if (name.equals(pod)) {
            named++;
            figures.merge(what + " right" + how, 1, Integer::sum);
        } else if (isPod && !name.isEmpty()) {
            wrong++;
            figures.merge(what + " WRONG" + how, 1, Integer::sum);
            System.out.println("wrong: " + what + " is " + pod + ": " + row);
        } else {
            figures.merge(what + " unknown" + how, 1, Integer::sum);
        }
    }

    private void print(Churn churn) {
        System.out.printf(
                "churn: %d pods, %d more found no place; %d ends of connections, %.3f %% named, %d wrong%n",
                churn.started(), churn.failed(), ends, 100.0 * named / Math.max(1, ends), wrong);
        figures.forEach((figure, count) -> System.out.printf("  %7d  %s%n", count, figure));
    }
}
