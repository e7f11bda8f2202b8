package io.netwatch.e2e.testbed;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.List;

/** What controllers know of the cluster, kept up to date by watches. */
final class ClusterState implements AutoCloseable {
    private final List<SharedIndexInformer<?>> informers = new ArrayList<>();
    private final Runnable changed;
    private final SharedIndexInformer<Pod> pods;
    private final SharedIndexInformer<Service> services;
    private final SharedIndexInformer<EndpointSlice> slices;
    private final SharedIndexInformer<DaemonSet> daemonSets;
    private final SharedIndexInformer<Secret> secrets;
    private final SharedIndexInformer<ConfigMap> configMaps;

    /** @param changed called after each change, on a thread that must not be held up */
    ClusterState(KubernetesClient client, Runnable changed) {
        this.changed = changed;
        pods = follow(client.pods().inAnyNamespace().inform(noted()));
        services = follow(client.services().inAnyNamespace().inform(noted()));
        slices =
                follow(client.discovery().v1().endpointSlices().inAnyNamespace().inform(noted()));
        daemonSets = follow(client.apps().daemonSets().inAnyNamespace().inform(noted()));
        secrets = follow(client.secrets().inAnyNamespace().inform(noted()));
        configMaps = follow(client.configMaps().inAnyNamespace().inform(noted()));
    }

    List<Pod> pods() {
        return pods.getStore().list();
    }

    List<Service> services() {
        return services.getStore().list();
    }

    List<EndpointSlice> slices() {
        return slices.getStore().list();
    }

    List<DaemonSet> daemonSets() {
        return daemonSets.getStore().list();
    }

    List<Secret> secrets() {
        return secrets.getStore().list();
    }

    List<ConfigMap> configMaps() {
        return configMaps.getStore().list();
    }

    private <T extends HasMetadata> SharedIndexInformer<T> follow(SharedIndexInformer<T> informer) {
        informers.add(informer);
        return informer;
    }

    private <T extends HasMetadata> ResourceEventHandler<T> noted() {
        return new ResourceEventHandler<>() {
            @Override
            public void onAdd(T added) {
                changed.run();
            }

            @Override
            public void onUpdate(T before, T after) {
                changed.run();
            }

            @Override
            public void onDelete(T deleted, boolean unknown) {
                changed.run();
            }
        };
    }

    @Override
    public void close() {
        informers.forEach(SharedIndexInformer::close);
    }
}
