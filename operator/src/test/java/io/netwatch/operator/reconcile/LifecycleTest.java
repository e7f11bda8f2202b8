package io.netwatch.operator.reconcile;

import static io.netwatch.operator.reconcile.ClusterUnderTest.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.netwatch.api.policy.Policy;
import io.netwatch.operator.config.OperatorPlace;
import io.netwatch.operator.plan.PolicyKey;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Policies come, change and go, and agents with them. */
class LifecycleTest {
    private ClusterUnderTest cluster;

    @BeforeEach
    void open() {
        cluster = new ClusterUnderTest("life");
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void makesNothingWithoutPolicies() {
        RunningOperator operator = cluster.operator();

        soon().until(() -> operator.passes() > 0);

        assertThat(cluster.made()).isEmpty();
    }

    @Test
    void runsAgentsForTheFirstPolicyAndAcceptsIt() {
        String shop = cluster.namespace("shop");
        cluster.pod(shop, "web", cluster.node("a", Map.of()), Map.of("app", "web"));
        cluster.operator();

        PolicyKey policy = cluster.policy(shop, "web", "{podSelector: {matchLabels: {app: web}}}");

        DaemonSet agents = cluster.awaitDaemonSet();
        assertThat(agents.getSpec().getTemplate().getSpec().getAffinity()).isNull();
        cluster.awaitCondition(policy, "Accepted", "True", "Accepted");
        cluster.awaitCondition(policy, "Ready", "False", "RollingOut");
        cluster.awaitCondition(policy, "Degraded", "False", "AsAsked");
        assertThat(cluster.status(policy).matchedPods()).isEqualTo(1);
        assertThat(cluster.status(policy).nodes().summary()).isEqualTo("0/1");
        soon().untilAsserted(() -> assertThat(kinds(cluster.made()))
                .contains("DaemonSet", "ServiceAccount", "ConfigMap", "Secret", "Service", "NetworkPolicy"));
    }

    @Test
    void runsAgentsOnTheUnionOfTheNodesThatPoliciesSelect() {
        cluster.operator();

        cluster.clusterPolicy("a", "{nodeSelector: {matchLabels: {pool: a}}}");
        cluster.clusterPolicy("b", "{nodeSelector: {matchExpressions: [{key: pool, operator: In, values: [b, c]}]}}");
        cluster.clusterPolicy("a-again", "{nodeSelector: {matchLabels: {pool: a}}}");
        soon().untilAsserted(() -> assertThat(nodeTerms())
                .containsExactlyInAnyOrder("pool In [a]", "pool In [b, c]")
                .hasSize(2));

        PolicyKey everywhere = cluster.policy(cluster.namespace("shop"), "everywhere", "{}");
        soon().until(() -> nodeTerms().isEmpty());

        cluster.delete(everywhere);
        soon().untilAsserted(() -> assertThat(nodeTerms()).containsExactlyInAnyOrder("pool In [a]", "pool In [b, c]"));
    }

    @Test
    void followsTheChangeOfAPolicyAndSaysWhichSpecItsStatusIsAbout() {
        String shop = cluster.namespace("shop");
        String node = cluster.node("a", Map.of());
        cluster.pod(shop, "web", node, Map.of("app", "web"));
        cluster.pod(shop, "api-1", node, Map.of("app", "api"));
        cluster.pod(shop, "api-2", node, Map.of("app", "api"));
        cluster.operator();
        PolicyKey policy = cluster.policy(shop, "one", "{podSelector: {matchLabels: {app: web}}}");
        soon().until(() -> cluster.status(policy).matchedPods() == 1);

        cluster.change(policy, "{podSelector: {matchLabels: {app: api}}}");

        soon().until(() -> cluster.status(policy).matchedPods() == 2);
        assertThat(cluster.status(policy).observedGeneration()).isEqualTo(2);
        cluster.change(policy, "{podSelector: {matchLabels: {app: nothing}}}");
        assertThat(cluster.awaitCondition(policy, "Degraded", "True", "SelectsNothing")
                        .getMessage())
                .contains("none of the 3 pods");
    }

    @Test
    void removesEverythingWithTheLastPolicy() {
        String shop = cluster.namespace("shop");
        cluster.operator();
        PolicyKey namespaced = cluster.policy(shop, "one", "{}");
        PolicyKey clusterWide = cluster.clusterPolicy("two", "{nodeSelector: {matchLabels: {pool: a}}}");
        cluster.awaitDaemonSet();

        cluster.delete(namespaced);
        soon().until(() -> nodeTerms().size() == 1);
        assertThat(cluster.daemonSet()).isNotNull();
        cluster.delete(clusterWide);

        cluster.awaitNothingMade();
    }

    @Test
    void removesEverythingWhenTheLastPolicyWentWhileTheOperatorWasDown() {
        PolicyKey policy = cluster.policy(cluster.namespace("shop"), "one", "{}");
        RunningOperator operator = cluster.operator();
        cluster.awaitDaemonSet();
        cluster.awaitAllMade();

        operator.stop();
        cluster.delete(policy);
        assertThat(cluster.daemonSet()).isNotNull();
        operator.start();

        cluster.awaitNothingMade();
    }

    @Test
    void leavesAgentsAloneWhileItIsDownAndWhenItComesBack() {
        PolicyKey policy = cluster.policy(cluster.namespace("shop"), "one", "{}");
        RunningOperator operator = cluster.operator();
        cluster.awaitCondition(policy, "Accepted", "True", "Accepted");
        DaemonSet before = cluster.awaitDaemonSet();

        operator.stop();
        operator.start();
        long passes = operator.passes();
        soon().until(() -> operator.passes() > passes);

        assertThat(cluster.daemonSet().getMetadata().getUid())
                .isEqualTo(before.getMetadata().getUid());
        assertThat(cluster.daemonSet().getMetadata().getGeneration())
                .isEqualTo(before.getMetadata().getGeneration());
    }

    @Test
    void runsNothingWhileAllPoliciesAreSuspended() {
        String shop = cluster.namespace("shop");
        cluster.operator();
        PolicyKey one = cluster.policy(shop, "one", "{suspend: true}");
        PolicyKey two = cluster.clusterPolicy("two", "{}");
        cluster.awaitDaemonSet();
        cluster.awaitCondition(one, "Ready", "False", "Suspended");

        cluster.change(two, "{suspend: true}");
        cluster.awaitNothingMade();
        cluster.awaitCondition(two, "Ready", "False", "Suspended");

        cluster.change(one, "{}");
        cluster.awaitDaemonSet();
        cluster.awaitCondition(one, "Ready", "True", "Watching");
    }

    @Test
    void stopsWatchingWhenAPolicyExpires() {
        cluster.operator();
        String soonOver = cluster.clock().instant().plus(1, ChronoUnit.HOURS).toString();
        PolicyKey policy =
                cluster.policy(cluster.namespace("shop"), "incident", "{expiresAt: \"%s\"}".formatted(soonOver));
        cluster.awaitDaemonSet();
        cluster.awaitCondition(policy, "Ready", "True", "Watching");

        cluster.clock().advance(Duration.ofHours(1));
        cluster.node("something-that-happens", Map.of());

        assertThat(cluster.awaitCondition(policy, "Ready", "False", "Expired").getMessage())
                .contains(soonOver);
        cluster.awaitNothingMade();
    }

    @Test
    void followsPodsNodesAndNamespacesAsTheyComeAndGo() {
        String shop = cluster.namespace("shop");
        cluster.operator();
        PolicyKey policy = cluster.policy(shop, "all", "{}");
        PolicyKey hosts =
                cluster.clusterPolicy("hosts", """
                hosts: true
                nodeSelector: {matchLabels: {pool: hosts, netwatch.io/test-run: "%s"}}""".formatted(cluster.api().runLabel()));
        cluster.awaitCondition(policy, "Degraded", "True", "SelectsNothing");

        String node = cluster.node("a", Map.of("pool", "hosts"));
        cluster.pod(shop, "web", node, Map.of());
        soon().untilAsserted(() -> {
            assertThat(cluster.status(policy).matchedPods()).isEqualTo(1);
            assertThat(cluster.status(policy).nodes().desired()).isEqualTo(1);
            assertThat(cluster.status(hosts).nodes().desired()).isEqualTo(1);
        });

        cluster.admin()
                .pods()
                .inNamespace(shop)
                .withName("web")
                .withGracePeriod(0)
                .delete();
        cluster.admin().nodes().withName(node).delete();
        soon().untilAsserted(() -> {
            assertThat(cluster.status(policy).matchedPods()).isZero();
            assertThat(cluster.status(hosts).nodes().desired()).isZero();
        });
    }

    @Test
    void putsNoFinalizersAnywhere() {
        PolicyKey one = cluster.policy(cluster.namespace("shop"), "one", "{}");
        PolicyKey two = cluster.clusterPolicy("two", "{}");
        cluster.operator();
        cluster.awaitCondition(one, "Accepted", "True", "Accepted");
        cluster.awaitCondition(two, "Accepted", "True", "Accepted");
        cluster.awaitDaemonSet();

        for (Policy policy : cluster.policies()) {
            assertThat(policy.getMetadata().getFinalizers()).isEmpty();
        }
        for (HasMetadata object : cluster.made()) {
            assertThat(object.getMetadata().getFinalizers()).isEmpty();
        }
    }

    @Test
    void leavesNothingBehindWhenItsDeploymentIsUninstalled() {
        Deployment deployment = deployment();
        OwnerReference owner = new io.fabric8.kubernetes.api.model.OwnerReferenceBuilder()
                .withApiVersion("apps/v1")
                .withKind("Deployment")
                .withName(deployment.getMetadata().getName())
                .withUid(deployment.getMetadata().getUid())
                .build();
        RunningOperator operator = cluster.operator(new OperatorPlace(
                cluster.identity().namespace(),
                "operator-0",
                deployment.getMetadata().getName(),
                false));
        PolicyKey policy = cluster.policy(cluster.namespace("shop"), "one", "{}");
        cluster.awaitCondition(policy, "Accepted", "True", "Accepted");
        cluster.awaitAllMade();
        assertThat(cluster.made())
                .allSatisfy(object ->
                        assertThat(object.getMetadata().getOwnerReferences()).containsExactly(owner));

        operator.stop();
        cluster.admin().resource(deployment).delete();

        cluster.awaitNothingMade();
        cluster.delete(policy);
        soon().until(() -> cluster.policies().isEmpty());
    }

    private Deployment deployment() {
        Map<String, String> labels = Map.of("app", "operator");
        return cluster.admin()
                .resource(new DeploymentBuilder()
                        .withNewMetadata()
                        .withName("operator")
                        .withNamespace(cluster.identity().namespace())
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(0)
                        .withNewSelector()
                        .withMatchLabels(labels)
                        .endSelector()
                        .withNewTemplate()
                        .withNewMetadata()
                        .withLabels(labels)
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("operator")
                        .withImage("netwatch-operator:test")
                        .endContainer()
                        .endSpec()
                        .endTemplate()
                        .endSpec()
                        .build())
                .create();
    }

    /** Each term as its one requirement; empty for all nodes. */
    private List<String> nodeTerms() {
        var affinity =
                cluster.awaitDaemonSet().getSpec().getTemplate().getSpec().getAffinity();
        return affinity == null
                ? List.of()
                : affinity
                        .getNodeAffinity()
                        .getRequiredDuringSchedulingIgnoredDuringExecution()
                        .getNodeSelectorTerms()
                        .stream()
                        .map(LifecycleTest::text)
                        .toList();
    }

    private static String text(NodeSelectorTerm term) {
        return term.getMatchExpressions().stream()
                .map(each -> each.getKey() + " " + each.getOperator() + " " + each.getValues())
                .collect(Collectors.joining(" and "));
    }

    private static List<String> kinds(List<HasMetadata> objects) {
        return objects.stream().map(HasMetadata::getKind).toList();
    }
}
