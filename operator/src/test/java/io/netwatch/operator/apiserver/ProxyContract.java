package io.netwatch.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the proxy notes and breaks. */
abstract class ProxyContract extends ContractCase {
    @BeforeEach
    void clean() {
        api.proxy().clearFaults();
        api.proxy().clearRequests();
    }

    @Test
    void requestsAreNotedInTheWordsOfRbac() {
        wire.post(core("configmaps"), configMap("noted", "1"));
        wire.get(core("configmaps/noted"));
        wire.get("/api/v1/configmaps?limit=1");
        wire.apply(core("configmaps/noted"), "one", configMap("noted", "1"));
        wire.patch(group("apps", "daemonsets/none/status"), Wire.MERGE, "{}");
        wire.delete(core("configmaps/noted"));
        wire.delete(core("configmaps?labelSelector=none=none"));
        wire.get("/api/v1/namespaces/" + namespace);
        wire.get("/version");
        assertThat(api.proxy().requests().stream().map(ProxyContract::line))
                .containsExactly(
                        "create configmaps in ns named ",
                        "get configmaps in ns named noted",
                        "list configmaps in  named ",
                        "patch configmaps in ns named noted",
                        "patch daemonsets/status in ns named none",
                        "delete configmaps in ns named noted",
                        "deletecollection configmaps in ns named ",
                        "get namespaces in  named " + namespace,
                        "get  in  named ");
        ProxiedRequest applied = api.proxy().requests().get(3);
        assertThat(applied.fieldManager()).isEqualTo("one");
        assertThat(applied.contentType()).isEqualTo(Wire.APPLY);
        assertThat(api.proxy().requests().get(4).apiGroup()).isEqualTo("apps");
    }

    @Test
    void watchesAreNotedAsWatches() {
        String after = "&resourceVersion=" + wire.get(core("pods")).version();
        api.proxy().clearRequests();
        for (WatchLog log : List.of(
                wire.watch(core("pods?watch=true" + after)), wire.watchOverWebSocket(core("pods?watch=1" + after)))) {
            soon().until(log::isOpen);
            log.close();
        }
        assertThat(api.proxy().requests().stream().map(ProxiedRequest::verb)).containsExactly("watch", "watch");
    }

    @Test
    void orderedFailureHappensOnce() {
        api.proxy().failNext("get", "configmaps", 500);
        api.proxy().failNext("patch", "daemonsets/status", 409);
        assertThat(wire.get(core("secrets/none")).code()).isEqualTo(404);
        assertThat(wire.get(core("configmaps/none")).code()).isEqualTo(500);
        assertThat(wire.get(core("configmaps/none")).code()).isEqualTo(404);
        Wire.Reply conflict = wire.patch(group("apps", "daemonsets/none/status"), Wire.MERGE, "{}");
        assertThat(conflict.code()).isEqualTo(409);
        assertThat(conflict.reason()).isEqualTo("Conflict");
    }

    @Test
    void clientWaitsWhenThereAreTooManyRequests() {
        api.proxy().failNext("create", "configmaps", 429);
        ConfigMap map = new ConfigMapBuilder()
                .withNewMetadata()
                .withName("late")
                .withNamespace(namespace)
                .endMetadata()
                .build();
        try (KubernetesClient client = api.client()) {
            assertThat(client.resource(map).create().getMetadata().getUid()).isNotEmpty();
        }
        assertThat(api.proxy().requests().stream().map(ProxiedRequest::verb)).containsExactly("create", "create");
    }

    @Test
    void refusedConnectionsAreReset() {
        wire.get(core("configmaps"));
        api.proxy().refuse();
        assertThatThrownBy(() -> wire.get(core("configmaps"))).isInstanceOf(java.io.UncheckedIOException.class);
        api.proxy().accept();
        assertThat(wire.get(core("configmaps")).code()).isEqualTo(200);
    }

    @Test
    void impersonatedUserMayOnlyWhatRbacSays() {
        assumeTrue(api.isReal(), "the server in memory doesn't authorise");
        api.proxy().impersonate("system:serviceaccount:" + namespace + ":nobody");
        Wire.Reply refused = wire.get(core("secrets"));
        api.proxy().impersonate("");
        assertThat(refused.code()).isEqualTo(403);
        assertThat(wire.get(core("secrets")).code()).isEqualTo(200);
    }

    @Test
    void largeListsComeThrough() {
        String value = "x".repeat(100_000);
        for (int i = 0; i < 20; i++) {
            wire.post(core("configmaps"), configMap("large-" + i, value));
        }
        assertThat(wire.get(core("configmaps")).at("/items").size()).isGreaterThanOrEqualTo(20);
        WatchLog log = wire.watchOverWebSocket(core("configmaps?watch=true"));
        soon().until(() -> log.seen().size() >= 20);
        log.close();
        try (KubernetesClient client = api.client()) {
            PodList pods = client.pods().inNamespace(namespace).list();
            assertThat(pods.getItems()).isEmpty();
        }
    }

    private static String line(ProxiedRequest request) {
        String where = request.namespace().isEmpty() ? "" : "ns";
        return "%s %s in %s named %s".formatted(request.verb(), request.rbacResource(), where, request.name());
    }
}
