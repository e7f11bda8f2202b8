package io.netwatch.operator.resource;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.netwatch.operator.plan.FleetPlan;
import java.util.Map;
import java.util.TreeMap;

/** The API keys of all policies that send, each named by its policy's UID, so that agents need not read others' Secrets. */
final class AgentCloudSecret {
    private AgentCloudSecret() {}

    static Secret desired(AgentIdentity identity, FleetPlan plan) {
        Map<String, String> keys = new TreeMap<>();
        for (FleetPlan.Upload upload : plan.uploads()) {
            if (upload.apiKey() != null) {
                keys.put(upload.uid(), upload.apiKey());
            }
        }
        return new SecretBuilder()
                .withMetadata(identity.metadata(identity.cloudSecretName()))
                .withType("Opaque")
                .withData(keys)
                .build();
    }
}
