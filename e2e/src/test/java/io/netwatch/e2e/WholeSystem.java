package io.netwatch.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.netwatch.e2e.system.AgentAccess;
import io.netwatch.e2e.system.Checkout;
import io.netwatch.e2e.system.Installation;
import io.netwatch.e2e.testbed.Testbed;
import io.netwatch.operator.apiserver.ApiProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** NetWatch on a testbed: the operator and the agent reach the API server each through a proxy of its own. */
final class WholeSystem implements AutoCloseable {
    private static final int OPERATOR_PORT = 6444;
    private static final int AGENT_PORT = 6445;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path LOGS = Path.of("target", "logs");

    /** A policy that watches every pod of a namespace, by its name. */
    private static final String POLICY = """
            apiVersion: netwatch.io/v1alpha1
            kind: NetWatchPolicy
            metadata: {name: everything, namespace: %s}
            spec: %s
            """;

    private final Testbed testbed = new Testbed(Duration.ofMillis(300));
    private final ApiProxy operatorProxy;
    private final ApiProxy agentProxy;
    private final Installation installation;
    private final AgentAccess agent;

    WholeSystem() {
        Config direct = new ConfigBuilder(Config.empty())
                .withMasterUrl(testbed.apiServer().url())
                .build();
        operatorProxy = new ApiProxy(direct);
        agentProxy = new ApiProxy(direct);
        testbed.serveApi(OPERATOR_PORT, operatorProxy.url());
        testbed.serveApi(AGENT_PORT, agentProxy.url());
        installation = Installation.install(
                testbed,
                new Checkout(Path.of(System.getProperty("netwatch.root", ".."))),
                List.of(),
                OPERATOR_PORT,
                AGENT_PORT);
        agent = installation.agent();
    }

    static ConditionFactory soon() {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions();
    }

    Testbed testbed() {
        return testbed;
    }

    KubernetesClient client() {
        return testbed.client();
    }

    Installation installation() {
        return installation;
    }

    /** What the operator and what it runs ask of the API server. */
    ApiProxy operatorProxy() {
        return operatorProxy;
    }

    /** What the agent asks of the API server. */
    ApiProxy agentProxy() {
        return agentProxy;
    }

    /** Has every pod of a namespace watched, or those that the spec selects. */
    void watch(String namespace, String spec) {
        installation.apply(POLICY.formatted(namespace, spec));
    }

    AgentAccess agent() {
        return agent;
    }

    void awaitAgent() {
        soon().until(() -> installation.agentPod().filter(Installation::isReady).isPresent());
    }

    /** What the agent knows of connections, open and ended; the parameters begin with {@code &} or are empty. */
    List<JsonNode> connections(String parameters) {
        JsonNode items = json("/api/v1/connections?limit=5000" + parameters).get("items");
        return StreamSupport.stream(items.spliterator(), false).toList();
    }

    JsonNode json(String path) {
        try {
            return JSON.readTree(agent.get(path));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A metric of the agent without labels; 0 when there is none of that name. */
    double metric(String name) {
        return agent.get("/q/metrics")
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    /** The logs of operator and agent stay behind, beside the tests' reports. */
    private void keepLogs() {
        try {
            Files.createDirectories(LOGS);
            Files.writeString(LOGS.resolve("operator.log"), installation.operatorLog());
            Files.writeString(LOGS.resolve("agent.log"), installation.agentLog());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            keepLogs();
        } finally {
            testbed.close();
            agentProxy.close();
            operatorProxy.close();
        }
    }
}
