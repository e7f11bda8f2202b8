package io.netwatch.operator.tls;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.Map;

/**
 * Under which names the Secrets go.
 *
 * @param name prefix: {@code <name>-ca} and {@code <name>-agent-tls}
 * @param labels of both Secrets
 * @param owner with whom both go when it is deleted; null for none, as for an operator outside of the cluster
 */
public record SecretIdentity(String name, String namespace, Map<String, String> labels, OwnerReference owner) {
    public SecretIdentity {
        labels = Map.copyOf(labels);
    }

    public String caSecret() {
        return name + "-ca";
    }

    public String agentSecret() {
        return name + "-agent-tls";
    }

    ObjectMeta metadata(String secretName) {
        ObjectMetaBuilder metadata = new ObjectMetaBuilder()
                .withName(secretName)
                .withNamespace(namespace)
                .withLabels(labels);
        return owner == null
                ? metadata.build()
                : metadata.withOwnerReferences(owner).build();
    }
}
