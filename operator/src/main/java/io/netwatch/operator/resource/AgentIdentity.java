package io.netwatch.operator.resource;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the agents' objects are called, and whose they are.
 *
 * @param instance prefix of the names
 * @param namespace the operator's
 * @param owner the operator's Deployment, with which all of it goes; null when there is none
 */
public record AgentIdentity(String instance, String namespace, OwnerReference owner) {
    /** Port on which agents serve the operator, with TLS and a checked caller. */
    public static final int PORT = 7443;

    static final String PORT_NAME = "https";

    /** Kubernetes, "Recommended Labels". */
    private static final String NAME_LABEL = "app.kubernetes.io/name";

    private static final String COMPONENT_LABEL = "app.kubernetes.io/component";
    private static final String INSTANCE_LABEL = "app.kubernetes.io/instance";
    private static final String MANAGED_BY_LABEL = "app.kubernetes.io/managed-by";
    private static final String PRODUCT = "netwatch";

    /** Who manages what the operator makes: label and field manager. */
    public static final String MANAGER = "netwatch-operator";

    /** Name of all of the agents' objects but Secrets. */
    public String name() {
        return instance + "-agent";
    }

    /** Name of the Secret with the API keys. */
    public String cloudSecretName() {
        return name() + "-cloud";
    }

    /** Name of the Secret with the agents' certificate. */
    public String tlsSecretName() {
        return name() + "-tls";
    }

    /** Labels by which pods are agents of this operator; never changed, as a DaemonSet's selector can't be. */
    public Map<String, String> selector() {
        return component("agent");
    }

    Map<String, String> operatorSelector() {
        return component("operator");
    }

    private Map<String, String> component(String component) {
        return new TreeMap<>(Map.of(NAME_LABEL, PRODUCT, COMPONENT_LABEL, component, INSTANCE_LABEL, instance));
    }

    /** Labels of all that the operator makes. */
    public Map<String, String> labels() {
        Map<String, String> labels = new TreeMap<>(selector());
        labels.put(MANAGED_BY_LABEL, MANAGER);
        return labels;
    }

    /** Metadata of an object in the operator's namespace. */
    public ObjectMeta metadata(String name) {
        return new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(namespace)
                .withLabels(labels())
                .withOwnerReferences(owner == null ? List.of() : List.of(owner))
                .build();
    }
}
