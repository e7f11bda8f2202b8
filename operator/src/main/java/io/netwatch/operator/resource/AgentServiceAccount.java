package io.netwatch.operator.resource;

import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;

/** Who agents are to the API server; the chart binds it to what they may read. */
final class AgentServiceAccount {
    private AgentServiceAccount() {}

    static ServiceAccount desired(AgentIdentity identity) {
        return new ServiceAccountBuilder()
                .withMetadata(identity.metadata(identity.name()))
                .withAutomountServiceAccountToken(false) // the pod asks for it itself
                .build();
    }
}
