package io.netwatch.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.netwatch.api.policy.PolicyApi;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Watches pods, nodes, namespaces, and Secrets that are labelled as keys; each object is cut down when it arrives. */
final class ClusterWatch implements AutoCloseable {
    /** Objects in one answer to a list (Kubernetes' own clients ask for so many). */
    private static final long PAGE = 500;

    private final List<SharedIndexInformer<?>> informers = new ArrayList<>();

    ClusterWatch(KubernetesClient client, KnownCluster known) {
        watch(client.pods().inAnyNamespace(), new Stubs<>(Pod::new), known.podFacts(), known.agentFacts());
        watch(client.nodes(), new Stubs<>(Node::new), known.nodeFacts());
        watch(client.namespaces(), new Stubs<>(Namespace::new), known.namespaceFacts());
        watch(
                client.secrets().inAnyNamespace().withLabel(PolicyApi.CLOUD_KEY_LABEL, "true"),
                new Stubs<>(Secret::new),
                known.cloudKeyFacts());
    }

    @SafeVarargs
    private <T extends HasMetadata> void watch(Informable<T> kind, Stubs<T> store, Facts<T, ?>... facts) {
        SharedIndexInformer<T> informer = kind.withLimit(PAGE).runnableInformer(0);
        informer.itemStore(store).exceptionHandler((started, failure) -> true); // for ever: it backs off by itself
        for (Facts<T, ?> each : facts) {
            informer.addEventHandler(each);
        }
        informers.add(informer);
    }

    /** Begins to watch; returns at once. */
    void start() {
        informers.forEach(SharedIndexInformer::start);
    }

    /** Kinds of which it is not known yet what was there at the start. */
    Stream<String> unknown() {
        return informers.stream()
                .filter(informer -> !informer.hasSynced())
                .map(informer -> informer.getApiTypeClass().getSimpleName());
    }

    @Override
    public void close() {
        informers.forEach(SharedIndexInformer::close);
    }
}
