package io.netwatch.operator.reconcile;

import static io.netwatch.operator.reconcile.ClusterUnderTest.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.netwatch.api.policy.InvalidPolicies;
import io.netwatch.operator.plan.PolicyKey;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Policies that can't be followed are refused by the API server, or get a condition; they never stop the others. */
class NonsenseTest {
    private static final Path INVALID = Path.of("../crds/src/test/resources/invalid");
    private static final int UNPROCESSABLE = 422;

    private ClusterUnderTest cluster;
    private String shop;

    @BeforeEach
    void open() {
        cluster = new ClusterUnderTest("nonsense");
        shop = cluster.namespace("shop");
    }

    @AfterEach
    void close() {
        cluster.api().installCrds();
        cluster.close();
    }

    /** The server in memory does not evaluate the CEL rules: what they refuse gets there, and is for the operator to judge. */
    @Test
    void refusesEachInvalidPolicyOrSaysWhatIsWrongWithIt() {
        cluster.operator();
        List<InvalidPolicies.Case> cases = InvalidPolicies.in(INVALID);
        assertThat(cases).hasSizeGreaterThanOrEqualTo(25);

        Map<InvalidPolicies.Case, PolicyKey> stored = new LinkedHashMap<>();
        for (InvalidPolicies.Case each : cases) {
            create(each).ifPresent(key -> stored.put(each, key));
        }

        assertThat(cluster.api().isReal() ? stored.values() : List.of()).isEmpty();
        stored.forEach((each, key) -> assertThat(cluster.awaitCondition(key, "Accepted", "False", "InvalidSpec")
                        .getMessage())
                .describedAs(each.name())
                .startsWith(each.condition()));
        soon().untilAsserted(() -> assertThat(cluster.daemonSet()).isNull());
        PolicyKey valid = cluster.policy(shop, "valid", "{}");
        cluster.awaitCondition(valid, "Accepted", "True", "Accepted");
    }

    /** Empty when it is refused, in the words that it must be refused with. */
    private Optional<PolicyKey> create(InvalidPolicies.Case invalid) {
        Map<?, ?> object = cluster.admin().getKubernetesSerialization().unmarshal(invalid.yaml(), Map.class);
        String spec = cluster.admin().getKubernetesSerialization().asYaml(object.get("spec"));
        String name = invalid.name().replace(".yaml", "");
        try {
            return Optional.of(
                    "ClusterNetWatchPolicy".equals(object.get("kind"))
                            ? cluster.clusterPolicy(name, spec)
                            : cluster.policy(shop, name, spec));
        } catch (KubernetesClientException e) {
            assertThat(e.getCode()).describedAs(invalid.name()).isEqualTo(UNPROCESSABLE);
            for (String words : invalid.refusal()) {
                assertThat(e.getMessage()).describedAs(invalid.name()).contains(words);
            }
            return Optional.empty();
        }
    }

    @Test
    void refusesAnUnknownEventAtOnce() {
        KubernetesClientException refusal = catchThrowableOfType(
                KubernetesClientException.class, () -> cluster.policy(shop, "one", "{events: [Explode]}"));

        assertThat(refusal.getCode()).isEqualTo(UNPROCESSABLE);
        assertThat(refusal.getMessage()).contains("spec.events[0]", "Explode", "Connect");
    }

    @Test
    void saysWhatIsWrongWithPoliciesThatASchemaLetThroughAndFollowsTheOthers() {
        String node = cluster.node("a", Map.of());
        cluster.pod(shop, "web", node, Map.of());
        RunningOperator operator = cluster.operator();
        PolicyKey valid = cluster.policy(shop, "valid", "{}");
        cluster.awaitCondition(valid, "Accepted", "True", "Accepted");

        takeAnything("netwatchpolicies.netwatch.io");
        takeAnything("clusternetwatchpolicies.netwatch.io");
        Map<PolicyKey, String> nonsense = new LinkedHashMap<>();
        nonsense.put(cluster.policy(shop, "enum", "{events: [Explode]}"), "spec: can't be read: events[0]: ");
        nonsense.put(cluster.policy(shop, "number", "{limits: {connections: many}}"), "spec: can't be read: limits");
        nonsense.put(cluster.policy(shop, "list", "{podSelector: [a]}"), "spec: can't be read: podSelector");
        nonsense.put(cluster.policy(shop, "text", "just words"), "spec: can't be read: ");
        nonsense.put(cluster.policy(shop, "expiry", "{expiresAt: tomorrow}"), "spec.expiresAt: ");
        nonsense.put(
                cluster.policy(shop, "operator", "{podSelector: {matchExpressions: [{key: a, operator: Like}]}}"),
                "spec.podSelector.matchExpressions[0].operator: ");
        nonsense.put(
                cluster.policy(shop, "nulls", "{podSelector: {matchExpressions: [null]}, ports: {include: [null]}}"),
                "spec");
        nonsense.put(cluster.clusterPolicy("hosts", "{hosts: {yes: no}}"), "spec: can't be read: hosts");

        nonsense.forEach((key, message) -> {
            Condition accepted = cluster.awaitCondition(key, "Accepted", "False", "InvalidSpec");
            assertThat(accepted.getMessage()).describedAs(key.toString()).startsWith(message);
            assertThat(cluster.condition(key, "Ready").getReason()).isEqualTo("NotAccepted");
        });
        cluster.pod(shop, "api", node, Map.of());
        soon().until(() -> cluster.status(valid).matchedPods() == 2);
        PolicyKey mended = nonsense.keySet().iterator().next();
        cluster.change(mended, "{events: [Connect]}");
        cluster.awaitCondition(mended, "Accepted", "True", "Accepted");
        assertThat(operator.isAlive()).isTrue();
    }

    @Test
    void stopsFollowingAPolicyThatIsEditedIntoNonsense() {
        takeAnything("netwatchpolicies.netwatch.io");
        cluster.operator();
        PolicyKey policy = cluster.policy(shop, "one", "{}");
        cluster.awaitDaemonSet();
        cluster.awaitCondition(policy, "Accepted", "True", "Accepted");

        cluster.change(policy, "{suspend: perhaps}");

        cluster.awaitCondition(policy, "Accepted", "False", "InvalidSpec");
        cluster.awaitNothingMade();
    }

    @Test
    void startsThoughThereIsNonsenseAlready() {
        takeAnything("netwatchpolicies.netwatch.io");
        PolicyKey nonsense = cluster.policy(shop, "nonsense", "{directions: [Sideways]}");
        PolicyKey valid = cluster.policy(shop, "valid", "{}");

        cluster.operator();

        cluster.awaitCondition(nonsense, "Accepted", "False", "InvalidSpec");
        cluster.awaitCondition(valid, "Accepted", "True", "Accepted");
        cluster.awaitDaemonSet();
    }

    /** As somebody does who edits the CRD. */
    private void takeAnything(String crd) {
        var anything = new JSONSchemaPropsBuilder()
                .withXKubernetesPreserveUnknownFields(true)
                .build();
        var status = new JSONSchemaPropsBuilder()
                .withType("object")
                .withXKubernetesPreserveUnknownFields(true)
                .build();
        cluster.admin()
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(crd)
                .edit(definition -> {
                    definition
                            .getSpec()
                            .getVersions()
                            .get(0)
                            .getSchema()
                            .setOpenAPIV3Schema(new JSONSchemaPropsBuilder()
                                    .withType("object")
                                    .withProperties(Map.of("spec", anything, "status", status))
                                    .build());
                    return definition;
                });
        soon().until(() -> probe(crd), taken -> taken);
    }

    /** Whether the server goes by the new schema yet: a real one takes a moment. */
    private boolean probe(String crd) {
        CustomResourceDefinition definition = cluster.admin()
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(crd)
                .get();
        PolicyKey key = definition.getSpec().getScope().equals("Cluster")
                ? new PolicyKey("ClusterNetWatchPolicy", null, cluster.unique("probe"))
                : new PolicyKey("NetWatchPolicy", shop, "probe");
        if (key.isCluster()) {
            cluster.clusterPolicy("probe", "{suspend: perhaps}");
        } else {
            cluster.policy(shop, "probe", "{suspend: perhaps}");
        }
        cluster.delete(key);
        return true;
    }
}
