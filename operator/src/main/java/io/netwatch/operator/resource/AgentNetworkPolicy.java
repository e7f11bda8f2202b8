package io.netwatch.operator.resource;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;

/** Lets none but the operator talk to agents. What agents send, and to whom, is the policies' to say. */
final class AgentNetworkPolicy {
    private AgentNetworkPolicy() {}

    static NetworkPolicy desired(AgentIdentity identity) {
        return new NetworkPolicyBuilder()
                .withMetadata(identity.metadata(identity.name()))
                .withNewSpec()
                .withNewPodSelector()
                .withMatchLabels(identity.selector())
                .endPodSelector()
                .withPolicyTypes("Ingress")
                .addNewIngress()
                .addNewFrom()
                .withNewPodSelector()
                .withMatchLabels(identity.operatorSelector())
                .endPodSelector()
                .endFrom()
                .addNewPort()
                .withProtocol("TCP")
                .withPort(new IntOrString(AgentIdentity.PORT))
                .endPort()
                .endIngress()
                .endSpec()
                .build();
    }
}
