package io.netwatch.operator.resource;

import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;

/** Lets agents follow the fleet's settings, and nothing else of the operator's namespace: keys and certificates are mounted. */
final class AgentRole {
    private AgentRole() {}

    static Role desired(AgentIdentity identity) {
        return new RoleBuilder()
                .withMetadata(identity.metadata(identity.name()))
                .addNewRule()
                .withApiGroups("")
                .withResources("configmaps")
                .withResourceNames(identity.name())
                .withVerbs("get", "list", "watch")
                .endRule()
                .build();
    }
}
