package io.netwatch.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Watches over chunks and over WebSockets, and how they end. */
abstract class WatchContract extends ContractCase {
    @BeforeEach
    void clean() {
        api.proxy().clearFaults();
    }

    @Test
    void chunkedWatchTellsWhatHappensAfterItsVersion() {
        tellsWhatHappens(wire::watch, "chunk");
    }

    @Test
    void webSocketWatchTellsWhatHappensAfterItsVersion() {
        tellsWhatHappens(wire::watchOverWebSocket, "socket");
    }

    private void tellsWhatHappens(Function<String, WatchLog> open, String label) {
        make(label + "-before", label);
        String version = wire.get(core("configmaps")).version();
        make(label + "-between", label);
        WatchLog log =
                open.apply(core("configmaps?watch=true&labelSelector=l=" + label + "&resourceVersion=" + version));
        soon().until(log::isOpen);
        String path = core("configmaps/" + label + "-between");
        wire.patch(path, Wire.MERGE, "{\"data\":{\"a\":\"2\"}}");
        wire.patch(path, Wire.MERGE, "{\"metadata\":{\"labels\":{\"l\":\"other\"}}}");
        wire.patch(path, Wire.MERGE, "{\"metadata\":{\"labels\":{\"l\":\"" + label + "\"}}}");
        wire.delete(path);
        List<String> expected = List.of(
                "ADDED " + label + "-between",
                "MODIFIED " + label + "-between",
                "DELETED " + label + "-between",
                "ADDED " + label + "-between",
                "DELETED " + label + "-between");
        soon().untilAsserted(() -> assertThat(log.seen()).isEqualTo(expected));
        log.close();
    }

    @Test
    void watchWithoutVersionBeginsWithWhatIsThere() {
        make("there", "initial");
        for (String version : List.of("", "&resourceVersion=0")) {
            WatchLog log = wire.watch(core("configmaps?watch=true&labelSelector=l=initial" + version));
            soon().untilAsserted(() -> assertThat(log.seen()).containsExactly("ADDED there"));
            log.close();
        }
    }

    @Test
    void streamedListEndsWithAnnotatedBookmark() {
        make("streamed", "streamed");
        WatchLog log = wire.watch(core("configmaps?watch=true&labelSelector=l=streamed&sendInitialEvents=true"
                + "&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true"));
        nudgedUntil(
                () -> !log.ofType("BOOKMARK").isEmpty() || !log.ofType("ERROR").isEmpty());
        boolean unable = log.ofType("ERROR").toString().contains("RequestWatchProgress is disabled");
        assumeTrue(!unable, "this server's etcd can't tell how far a watch has come");
        assertThat(log.seen()).containsExactly("ADDED streamed");
        assertThat(log.ofType("BOOKMARK")
                        .get(0)
                        .at("/object/metadata/annotations/k8s.io~1initial-events-end")
                        .asText())
                .isEqualTo("true");
        log.close();
    }

    @Test
    void watchEndsInTimeAndWithBookmarkIfAllowed() {
        String version = wire.get(core("configmaps")).version();
        String query = core("configmaps?watch=true&timeoutSeconds=4&labelSelector=l=none&resourceVersion=" + version);
        WatchLog plain = wire.watch(query);
        WatchLog marked = wire.watch(query + "&allowWatchBookmarks=true");
        nudgedUntil(() -> plain.ended() && marked.ended());
        assertThat(plain.all()).isEmpty();
        assertThat(marked.ofType("BOOKMARK")).isNotEmpty();
        assertThat(Long.parseLong(marked.ofType("BOOKMARK")
                        .get(0)
                        .at("/object/metadata/resourceVersion")
                        .asText()))
                .isGreaterThanOrEqualTo(Long.parseLong(version));
    }

    @Test
    void watchOfUnknownKindIsNotFound() {
        WatchLog log = wire.watch(core("nothings?watch=true"));
        soon().until(() -> log.status() != 0);
        assertThat(log.status()).isEqualTo(404);
    }

    @Test
    void forgottenVersionIsGone() {
        assumeTrue(!api.isReal(), "a real server can't be made to forget");
        String version = wire.get(core("configmaps")).version();
        make("after-version", "gone");
        api.server().orElseThrow().forgetHistory();
        for (WatchLog log : List.of(
                wire.watch(core("configmaps?watch=true&resourceVersion=" + version)),
                wire.watchOverWebSocket(core("configmaps?watch=true&resourceVersion=" + version)))) {
            soon().until(log::ended);
            assertThat(log.ofType("ERROR").get(0).at("/object/code").asInt()).isEqualTo(410);
            assertThat(log.ofType("ERROR").get(0).at("/object/reason").asText()).isEqualTo("Expired");
        }
    }

    @Test
    void expiredWatchIsToldInItsStream() {
        String version = wire.get(core("configmaps")).version();
        for (Function<String, WatchLog> open :
                List.<Function<String, WatchLog>>of(wire::watch, wire::watchOverWebSocket)) {
            api.proxy().expireWatches();
            WatchLog log = open.apply(core("configmaps?watch=true&resourceVersion=" + version));
            soon().until(log::ended);
            assertThat(log.status()).isIn(200, 101);
            assertThat(log.ofType("ERROR").get(0).at("/object/code").asInt()).isEqualTo(410);
            WatchLog second = open.apply(core("configmaps?watch=true&resourceVersion=" + version));
            soon().until(second::isOpen);
            second.close();
            api.proxy().clearFaults();
        }
    }

    @Test
    void droppedWatchesEnd() {
        String version = wire.get(core("configmaps")).version();
        String query = core("configmaps?watch=true&resourceVersion=" + version);
        for (Function<String, WatchLog> open :
                List.<Function<String, WatchLog>>of(wire::watch, wire::watchOverWebSocket)) {
            WatchLog log = open.apply(query);
            soon().until(log::isOpen);
            soon().until(() -> {
                api.proxy().dropWatches();
                return log.ended();
            });
        }
    }

    @Test
    void informerSurvivesDropExpiryAndAbsence() {
        try (KubernetesClient client = api.client();
                SharedIndexInformer<ConfigMap> informer = client.configMaps()
                        .inNamespace(namespace)
                        .withLabel("l", "informed")
                        .inform()) {
            make("informed-1", "informed");
            soon().until(() -> informer.getStore().list().size() == 1);
            api.proxy().dropWatches();
            make("informed-2", "informed");
            soon().until(() -> informer.getStore().list().size() == 2);
            api.proxy().expireWatches();
            api.proxy().dropWatches();
            make("informed-3", "informed");
            soon().until(() -> informer.getStore().list().size() == 3);
            api.proxy().refuse();
            make("informed-4", "informed");
            api.proxy().accept();
            soon().until(() -> informer.getStore().list().size() == 4);
        }
    }

    @Test
    void restartedServerKeepsItsObjects() {
        assumeTrue(!api.isReal(), "a real server isn't restarted");
        make("kept", "restart");
        TestApiServer server = api.server().orElseThrow();
        String url = server.url();
        server.stop();
        server.start();
        assertThat(server.url()).isEqualTo(url);
        assertThat(wire.get(core("configmaps/kept")).code()).isEqualTo(200);
    }

    /** A real server's cache may learn only with the next change that it is up to date. */
    private void nudgedUntil(Callable<Boolean> condition) {
        soon().pollInterval(Duration.ofMillis(300)).until(() -> {
            wire.force(
                    core("configmaps/nudge"),
                    "nudge",
                    configMap("nudge", Instant.now().toString()));
            return condition.call();
        });
    }

    private void make(String name, String label) {
        ConfigMap map = new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .addToLabels("l", label)
                .endMetadata()
                .build();
        api.admin().resource(map).create();
    }
}
