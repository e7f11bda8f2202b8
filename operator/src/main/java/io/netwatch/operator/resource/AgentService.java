package io.netwatch.operator.resource;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;

/** Names the agents' port, without an address of its own: each agent speaks for its node alone. */
final class AgentService {
    private AgentService() {}

    static Service desired(AgentIdentity identity) {
        return new ServiceBuilder()
                .withMetadata(identity.metadata(identity.name()))
                .withNewSpec()
                .withClusterIP("None")
                .withSelector(identity.selector())
                .addNewPort()
                .withName(AgentIdentity.PORT_NAME)
                .withPort(AgentIdentity.PORT)
                .withProtocol("TCP")
                .withTargetPort(new IntOrString(AgentIdentity.PORT_NAME))
                .endPort()
                .endSpec()
                .build();
    }
}
