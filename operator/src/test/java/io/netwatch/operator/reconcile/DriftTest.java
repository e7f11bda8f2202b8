package io.netwatch.operator.reconcile;

import static io.netwatch.operator.reconcile.ClusterUnderTest.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.netwatch.operator.plan.PolicyKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What others do to what the operator made or said is undone. */
class DriftTest {
    private ClusterUnderTest cluster;
    private PolicyKey policy;

    @BeforeEach
    void open() {
        cluster = new ClusterUnderTest("drift");
        policy = cluster.policy(cluster.namespace("shop"), "one", "{}");
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private void runOperator() {
        cluster.operator();
        cluster.awaitCondition(policy, "Accepted", "True", "Accepted");
        cluster.awaitAllMade();
    }

    @Test
    void takesBackWhatAnotherManagerAppliesToTheDaemonSet() {
        runOperator();
        DaemonSet bare = new DaemonSetBuilder(cluster.daemonSet())
                .editMetadata()
                .withManagedFields((List<io.fabric8.kubernetes.api.model.ManagedFieldsEntry>) null)
                .withResourceVersion(null)
                .endMetadata()
                .withStatus(null)
                .build();
        bare.getSpec().getTemplate().getSpec().getContainers().get(0).setImage("elsewhere/agent:evil");

        cluster.admin()
                .resource(bare)
                .fieldManager("somebody-else")
                .forceConflicts()
                .serverSideApply();

        soon().untilAsserted(() -> assertThat(image()).isEqualTo(ClusterUnderTest.IMAGE));
    }

    @Test
    void takesBackAnEditOfTheDaemonSet() {
        runOperator();

        cluster.admin().resource(cluster.daemonSet()).edit(agents -> {
            agents.getSpec().getTemplate().getSpec().getContainers().get(0).setImage("elsewhere/agent:evil");
            return agents;
        });

        soon().untilAsserted(() -> assertThat(image()).isEqualTo(ClusterUnderTest.IMAGE));
    }

    private String image() {
        return cluster.daemonSet()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getImage();
    }

    @Test
    void putsALabelBackThatSomebodyChanged() {
        runOperator();

        cluster.admin().resource(cluster.daemonSet()).edit(agents -> {
            agents.getMetadata().getLabels().put("app.kubernetes.io/component", "something");
            return agents;
        });

        soon().untilAsserted(() -> assertThat(cluster.daemonSet().getMetadata().getLabels())
                .containsAllEntriesOf(cluster.identity().labels()));
    }

    static List<Class<? extends HasMetadata>> kinds() {
        return OwnedKinds.ALL;
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void makesAgainWhatSomebodyDeletes(Class<? extends HasMetadata> kind) {
        runOperator();
        List<? extends HasMetadata> before = all(kind);
        assertThat(before).isNotEmpty();

        before.forEach(object -> cluster.admin().resource(object).delete());

        soon().untilAsserted(() -> assertThat(all(kind))
                .hasSameSizeAs(before)
                .allSatisfy(object -> assertThat(before)
                        .noneMatch(old -> old.getMetadata()
                                .getUid()
                                .equals(object.getMetadata().getUid()))));
    }

    private <T extends HasMetadata> List<T> all(Class<T> kind) {
        return cluster.admin()
                .resources(kind)
                .inNamespace(cluster.identity().namespace())
                .withLabels(cluster.identity().labels())
                .list()
                .getItems();
    }

    @Test
    void takesBackAnEditOfTheFleetFile() {
        runOperator();
        String file = cluster.fleetFile();

        cluster.admin()
                .configMaps()
                .inNamespace(cluster.identity().namespace())
                .withName(cluster.identity().name())
                .edit(map -> {
                    map.setData(Map.of("fleet.yaml", "uploads: [{endpoint: \"https://elsewhere\"}]", "more", "x"));
                    return map;
                });
        soon().untilAsserted(() -> assertThat(cluster.fleetFile()).isEqualTo(file));
    }

    @Test
    void bringsBackAStatusThatSomebodyWrote() {
        runOperator();
        GenericKubernetesResource seen = cluster.raw(policy).get();
        String time = cluster.condition(policy, "Accepted").getLastTransitionTime();

        cluster.raw(policy).subresource("status").patch(PatchContext.of(PatchType.JSON_MERGE), """
                        {"status":{"matchedPods":77,"conditions":[{"type":"Accepted","status":"False","reason":"Lies",
                        "message":"so I say","lastTransitionTime":"2020-01-01T00:00:00Z"}]}}""");

        soon().untilAsserted(() -> {
            assertThat(cluster.status(policy).matchedPods()).isZero();
            assertThat(cluster.condition(policy, "Accepted").getReason()).isEqualTo("Accepted");
            assertThat(cluster.condition(policy, "Ready").getStatus()).isEqualTo("True");
        });
        assertThat(cluster.condition(policy, "Accepted").getLastTransitionTime())
                .isGreaterThanOrEqualTo(time);
        assertThat(cluster.read(policy).getMetadata().getGeneration())
                .isEqualTo(seen.getMetadata().getGeneration());
    }

    @Test
    void bringsBackAStatusThatSomebodyRemoved() {
        runOperator();

        cluster.raw(policy).subresource("status").patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\":null}");

        soon().untilAsserted(() ->
                assertThat(cluster.condition(policy, "Accepted").getStatus()).isEqualTo("True"));
    }

    @Test
    void makesAServiceAnewWhoseAddressCannotBeChanged() {
        var squatter = cluster.admin()
                .resource(new ServiceBuilder()
                        .withMetadata(metadata())
                        .withNewSpec()
                        .withClusterIP(cluster.api().isReal() ? null : "10.96.7.7")
                        .addNewPort()
                        .withPort(1)
                        .endPort()
                        .endSpec()
                        .build())
                .create();

        cluster.operator();

        soon().untilAsserted(() -> assertThat(all(Service.class))
                .singleElement()
                .satisfies(service -> {
                    assertThat(service.getMetadata().getUid())
                            .isNotEqualTo(squatter.getMetadata().getUid());
                    assertThat(service.getSpec().getClusterIP()).isEqualTo("None");
                }));
        cluster.awaitDaemonSet();
    }

    private ObjectMeta metadata() {
        return cluster.identity().metadata(cluster.identity().name());
    }
}
