package io.netwatch.operator.reconcile;

import static io.netwatch.operator.reconcile.ClusterUnderTest.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.netwatch.api.policy.PolicyApi;
import io.netwatch.operator.apiserver.ApiServerUnderTest;
import io.netwatch.operator.apiserver.ProxiedRequest;
import io.netwatch.operator.config.OperatorPlace;
import io.netwatch.operator.plan.PolicyKey;
import io.netwatch.operator.reconcile.ChartRules.Grant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The chart lets the operator do what it does, and nothing else: its rules are held against the requests of a long day. On a real
 * server the operator is also the chart's account there, so that what is not allowed fails.
 */
class RbacTest {
    private static final String APPLY = "application/apply-patch+yaml";

    /** What everybody may who has logged in: Kubernetes' own ClusterRole {@code system:basic-user}. */
    private static final Set<String> EVERYBODYS = Set.of("selfsubjectrulesreviews", "selfsubjectaccessreviews");

    /** What the chart allows for others than the code that runs here. */
    private static final List<AlsoUsed> ALSO_USED_BY = List.of(
            new AlsoUsed("authentication.k8s.io", "tokenreviews", "create", "the metrics port: who a scraper is"),
            new AlsoUsed(
                    "authorization.k8s.io", "subjectaccessreviews", "create", "the metrics port: what a scraper may"),
            new AlsoUsed(
                    "coordination.k8s.io", "leases", "update", "JOSDK: looks whether it may before it tries to lead"));

    private ClusterUnderTest cluster;
    private ChartRules chart;

    private record AlsoUsed(String group, String resource, String verb, String what) {
        boolean is(Grant grant) {
            return group.equals(grant.group()) && resource.equals(grant.resource()) && verb.equals(grant.verb());
        }
    }

    @BeforeEach
    void open() {
        cluster = new ClusterUnderTest(ChartRules.RELEASE);
        chart = new ChartRules(cluster.identity().namespace());
    }

    @AfterEach
    void close() {
        cluster.api().proxy().impersonate("");
        cluster.close();
    }

    @Test
    void chartAllowsWhatTheOperatorAsksForAndNothingElse() {
        if (cluster.api().isReal()) {
            beTheChartsAccount();
        }

        liveThroughALongDay();

        List<ProxiedRequest> requests = cluster.api().proxy().requests().stream()
                .filter(request -> !request.resource().isEmpty() && !EVERYBODYS.contains(request.resource()))
                .toList();
        List<Grant> grants = chart.grants();
        Set<Grant> used = new HashSet<>();
        for (ProxiedRequest request : requests) {
            verbs(request).forEach(verb -> {
                Optional<Grant> narrowest = grants.stream()
                        .filter(grant -> grant.allows(request, verb))
                        .min((a, b) -> Boolean.compare(
                                a.namespace().isEmpty(), b.namespace().isEmpty()));
                assertThat(narrowest)
                        .describedAs("no rule of the chart allows to %s: %s", verb, request)
                        .isPresent();
                used.add(narrowest.get());
            });
        }
        assertThat(grants.stream()
                        .filter(grant -> !used.contains(grant))
                        .filter(grant -> ALSO_USED_BY.stream().noneMatch(also -> also.is(grant)))
                        .toList())
                .describedAs("rules of the chart that nothing needs")
                .isEmpty();
        assertThat(ALSO_USED_BY).allSatisfy(also -> assertThat(grants).anyMatch(also::is));
    }

    /** An apply is a patch, and where there is nothing yet a creation. */
    private static Stream<String> verbs(ProxiedRequest request) {
        boolean creates =
                APPLY.equals(request.contentType()) && request.subresource().isEmpty();
        return creates ? Stream.of(request.verb(), "create") : Stream.of(request.verb());
    }

    private void beTheChartsAccount() {
        for (HasMetadata object : chart.objects()) {
            boolean everywhere = object.getMetadata().getNamespace() == null;
            object.getMetadata()
                    .setLabels(
                            Map.of(ApiServerUnderTest.RUN_LABEL, cluster.api().runLabel()));
            if (everywhere) {
                object.getMetadata().setName(cluster.unique(object.getMetadata().getName()));
            }
            if (object instanceof ClusterRoleBinding binding) {
                binding.getRoleRef().setName(cluster.unique(binding.getRoleRef().getName()));
            }
            if (object instanceof RoleBinding binding
                    && binding.getRoleRef().getKind().equals("ClusterRole")) {
                binding.getRoleRef().setName(cluster.unique(binding.getRoleRef().getName()));
            }
            cluster.admin().resource(object).create();
        }
        cluster.api()
                .proxy()
                .impersonate("system:serviceaccount:" + cluster.identity().namespace() + ":" + ChartRules.OPERATOR);
    }

    private void liveThroughALongDay() {
        String shop = cluster.namespace("shop");
        String node = cluster.node("a", Map.of());
        cluster.pod(shop, "web", node, Map.of());
        cluster.secret(shop, "cloud", Map.of(PolicyApi.CLOUD_KEY_LABEL, "true"), Map.of("api-key", "abc"));
        Deployment deployment = deployment();
        OperatorPlace place =
                new OperatorPlace(cluster.identity().namespace(), "operator-0", ChartRules.OPERATOR, true);
        RunningOperator operator = cluster.operator(place);
        PolicyKey one = cluster.policy(shop, "one", """
                {cloud: {endpoint: "https://ingest.example.com", apiKeySecretRef: {name: cloud}}}""");
        PolicyKey two = cluster.clusterPolicy("two", "{suspend: true}");
        cluster.awaitCondition(one, "Ready", "False", "RollingOut");
        cluster.awaitCondition(two, "Ready", "False", "Suspended");
        cluster.awaitAllMade();
        cluster.kubelet().ready(node);
        cluster.awaitCondition(one, "Ready", "True", "Watching");
        cluster.made().forEach(object -> cluster.admin().resource(object).delete());
        cluster.awaitAllMade();
        cluster.api().proxy().dropWatches();

        operator.stop();
        operator.start();
        cluster.change(one, "{suspend: true}");
        cluster.awaitCondition(one, "Ready", "False", "Suspended");
        // what does not go with the policies is the authority, as the operator's own port needs it
        soon().until(() -> cluster.made().size() == 1);
        soon().until(() -> eventsOf(shop) > 0 && eventsOf("default") > 0);
        cluster.admin().resource(deployment).delete();
    }

    private long eventsOf(String namespace) {
        return cluster.api().proxy().requests().stream()
                .filter(request -> request.resource().equals("events")
                        && request.namespace().equals(namespace))
                .count();
    }

    private Deployment deployment() {
        Map<String, String> labels = Map.of("app", "operator");
        return cluster.admin()
                .resource(new DeploymentBuilder()
                        .withNewMetadata()
                        .withName(ChartRules.OPERATOR)
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
}
