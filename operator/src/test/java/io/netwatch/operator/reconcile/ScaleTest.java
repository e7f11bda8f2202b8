package io.netwatch.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netwatch.operator.apiserver.ApiServerUnderTest;
import io.netwatch.operator.apiserver.ProxiedRequest;
import io.netwatch.operator.reconcile.ScaleOperator.Figures;
import io.netwatch.operator.resource.AgentIdentity;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** 1,000 policies and 5,000 nodes, always on the server in memory: what an operator in a process of its own needs for them. */
class ScaleTest {
    private static final double MAX_PASS_MS = 2_000;
    private static final long MAX_HEAP = 256L << 20;
    private static final Duration QUIET = Duration.ofSeconds(60);

    /** For each single step, on a machine that has other things to do. */
    private static final Duration ENOUGH = Duration.ofSeconds(90);

    private final ApiServerUnderTest api = ApiServerUnderTest.inMemory();
    private Process operator;
    private BufferedReader answers;
    private BufferedWriter questions;
    private AgentIdentity identity;
    private LargeCluster cluster;

    @BeforeEach
    void startOperator() throws IOException {
        api.installCrds();
        identity = new AgentIdentity("scale", api.namespace("scale"), null);
        cluster = new LargeCluster(api.server().orElseThrow().url());
        String labels = identity.labels().entrySet().stream()
                .map(label -> "\"" + label.getKey() + "\":\"" + label.getValue() + "\"")
                .collect(Collectors.joining(",", "{", "}"));
        cluster.fill(identity.namespace(), labels);
        operator = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + MAX_HEAP,
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        ScaleOperator.class.getName(),
                        api.proxy().url(),
                        identity.namespace(),
                        identity.instance())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        answers = operator.inputReader();
        questions = operator.outputWriter();
    }

    @AfterEach
    void stop() throws InterruptedException {
        operator.destroy();
        operator.waitFor(10, TimeUnit.SECONDS);
        api.close();
    }

    @Test
    void aThousandPoliciesOnFiveThousandNodesAreQuickSmallAndQuiet() throws Exception {
        enough().until(() -> statusWrites().size() == LargeCluster.POLICIES);
        enough().until(() -> ask().passes() > 0);
        quietFor(Duration.ofSeconds(3));
        assertThat(statusWrites().values()).allMatch(writes -> writes == 1);

        List<Double> passes = new ArrayList<>();
        passes.add(passAfter(
                "/api/v1/namespaces/tenant-5/pods/pod-105",
                "{\"metadata\":{\"labels\":{\"app\":\"app-2\"}}}",
                "tenant-5/policy-1",
                "tenant-5/policy-2"));
        passes.add(passAfter(
                "/api/v1/namespaces/" + identity.namespace() + "/pods/agent-307/status",
                """
                {"status":{"conditions":[{"type":"Ready","status":"False"}],"containerStatuses":[{"name":"agent",
                "image":"i","imageID":"","restartCount":1,"ready":false,
                "state":{"waiting":{"reason":"ImagePullBackOff","message":"no such image"}}}]}}""",
                "tenant-7/policy-3",
                "/policy-7"));
        passes.add(passAfter(
                "/api/v1/nodes/node-42",
                "{\"metadata\":{\"labels\":{\"zone\":\"zone-41\"}}}",
                "/policy-42",
                "/policy-41"));
        for (int i = 0; i < 4; i++) { // a change that concerns no policy's status
            passes.add(passAfter("/api/v1/nodes/node-1", "{\"metadata\":{\"labels\":{\"rack\":\"%d\"}}}".formatted(i)));
        }
        List<ProxiedRequest> quiet = quietFor(QUIET);
        Figures figures = ask(ScaleOperator.COLLECT);

        double best = passes.stream().min(Comparator.naturalOrder()).orElseThrow();
        System.out.printf(
                "%d policies, %d nodes, %d pods and %d agents: best pass %.0f ms (all: %s), heap in use %d MiB of -Xmx%dm,"
                        + " %d requests in a quiet minute, all watches or the lease%n",
                LargeCluster.POLICIES,
                LargeCluster.NODES,
                LargeCluster.PODS,
                LargeCluster.NODES,
                best,
                passes.stream().map(ms -> "%.0f".formatted(ms)).collect(Collectors.joining(" ")),
                figures.heapBytes() >> 20,
                MAX_HEAP >> 20,
                quiet.size());
        assertThat(best).isLessThan(MAX_PASS_MS);
        assertThat(figures.heapBytes()).isLessThan(MAX_HEAP);
        assertThat(quiet)
                .allMatch(request -> request.isWatch() || request.resource().equals("leases"));
        assertThat(operator.isAlive()).isTrue();
    }

    /** Changes one object; these policies' statuses, and no others, must be written, each once. Returns a pass's time in ms. */
    private double passAfter(String path, String patch, String... concerned) {
        Figures before = ask();
        api.proxy().clearRequests();
        cluster.change(path, patch);
        enough().until(() ->
                ask().passes() > before.passes() && statusWrites().keySet().containsAll(List.of(concerned)));
        quietFor(Duration.ofSeconds(1));
        assertThat(statusWrites())
                .hasSize(concerned.length)
                .allSatisfy((policy, writes) ->
                        assertThat(writes).describedAs(policy).isEqualTo(1));
        Figures after = ask();
        return (after.passedMs() - before.passedMs()) / (after.passes() - before.passes());
    }

    /** The requests of some time in which nothing is changed. */
    private List<ProxiedRequest> quietFor(Duration time) {
        int before = api.proxy().requests().size();
        try {
            TimeUnit.MILLISECONDS.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<ProxiedRequest> all = api.proxy().requests();
        return all.subList(before, all.size());
    }

    /** How often the status of each policy was written, by namespace and name. */
    private Map<String, Long> statusWrites() {
        return api.proxy().requests().stream()
                .filter(request -> request.subresource().equals("status"))
                .collect(Collectors.groupingBy(
                        request -> request.namespace() + "/" + request.name(), Collectors.counting()));
    }

    private Figures ask() {
        return ask("");
    }

    private Figures ask(String question) {
        try {
            questions.write(question + "\n");
            questions.flush();
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                if (line.startsWith(ScaleOperator.MARK)) {
                    return Figures.parse(line);
                }
                System.out.println(line);
            }
        } catch (IOException e) {
            throw new IllegalStateException("the operator's process ended", e);
        }
        throw new IllegalStateException("the operator's process ended");
    }

    private static org.awaitility.core.ConditionFactory enough() {
        return await().atMost(ENOUGH).pollInterval(Duration.ofMillis(200));
    }
}
