package io.netwatch.operator.reconcile;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;

/** The kinds of what the operator makes. */
final class OwnedKinds {
    static final List<Class<? extends HasMetadata>> ALL = List.of(
            DaemonSet.class, ServiceAccount.class, ConfigMap.class, Secret.class, Service.class, NetworkPolicy.class);

    private OwnedKinds() {}

    static List<HasMetadata> list(KubernetesClient client, String namespace, Map<String, String> labels) {
        return ALL.stream()
                .<HasMetadata>flatMap(kind ->
                        client.resources(kind).inNamespace(namespace).withLabels(labels).list().getItems().stream())
                .toList();
    }
}
