package io.netwatch.operator.resource;

import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;

/** Gives agents their role. */
final class AgentRoleBinding {
    private AgentRoleBinding() {}

    static RoleBinding desired(AgentIdentity identity) {
        return new RoleBindingBuilder()
                .withMetadata(identity.metadata(identity.name()))
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", identity.name())
                .addNewSubject()
                .withKind("ServiceAccount")
                .withName(identity.name())
                .withNamespace(identity.namespace())
                .endSubject()
                .build();
    }
}
