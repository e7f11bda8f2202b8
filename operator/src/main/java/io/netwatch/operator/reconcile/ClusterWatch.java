package io.netwatch.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.netwatch.api.policy.PolicyApi;
import io.netwatch.api.watch.Stubs;
import io.netwatch.operator.identity.IdentityLog;
import io.netwatch.operator.identity.PodTeller;
import io.netwatch.operator.identity.Teller;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Watches pods, nodes, namespaces, Services with where they lead, and Secrets that are labelled as keys; each object is cut down
 * when it arrives.
 */
final class ClusterWatch implements AutoCloseable {
    /** Objects in one answer to a list (Kubernetes' own clients ask for so many). */
    private static final long PAGE = 500;

    private final List<SharedIndexInformer<?>> informers = new ArrayList<>();

    /**
     * Watches nothing yet.
     *
     * @param known what plans depend on
     * @param identity who holds which address, as agents are told
     */
    ClusterWatch(KubernetesClient client, KnownCluster known, IdentityLog identity, Clock clock) {
        watch(
                client.pods().inAnyNamespace(),
                new Stubs<>(Pod::new),
                known.podFacts(),
                known.agentFacts(),
                new PodTeller(identity, clock));
        watch(client.nodes(), new Stubs<>(Node::new), known.nodeFacts(), Teller.ofNodes(identity));
        watch(client.namespaces(), new Stubs<>(Namespace::new), known.namespaceFacts(), Teller.ofNamespaces(identity));
        watch(client.services().inAnyNamespace(), new Stubs<>(Service::new), Teller.ofServices(identity));
        watch(
                client.discovery().v1().endpointSlices().inAnyNamespace(),
                new Stubs<>(EndpointSlice::new),
                Teller.ofEndpoints(identity));
        watch(
                client.secrets().inAnyNamespace().withLabel(PolicyApi.CLOUD_KEY_LABEL, "true"),
                new Stubs<>(Secret::new),
                known.cloudKeyFacts());
    }

    @SafeVarargs
    private <T extends HasMetadata> void watch(Informable<T> kind, Stubs<T> store, ResourceEventHandler<T>... facts) {
        SharedIndexInformer<T> informer = kind.withLimit(PAGE).runnableInformer(0);
        informer.itemStore(store).exceptionHandler((started, failure) -> true); // for ever: it backs off by itself
        for (ResourceEventHandler<T> each : facts) {
            informer.addEventHandler(each);
        }
        informers.add(informer);
    }

    /** Begins to watch; returns at once. */
    void start() {
        informers.forEach(SharedIndexInformer::start);
    }

    /** Whether all that was there at the start is known; once true it stays so. */
    boolean isKnown() {
        return unknown().findAny().isEmpty();
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
