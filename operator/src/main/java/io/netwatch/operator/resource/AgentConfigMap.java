package io.netwatch.operator.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.netwatch.operator.plan.FleetPlan;
import java.util.List;

/** What no policy says and agents need to know: how often each may send. It holds no key. */
final class AgentConfigMap {
    /** The one key of the ConfigMap. */
    static final String FILE = "fleet.yaml";

    private AgentConfigMap() {}

    static ConfigMap desired(AgentIdentity identity, FleetPlan plan) {
        List<Upload> uploads = plan.uploads().stream().map(Upload::of).toList();
        return new ConfigMapBuilder()
                .withMetadata(identity.metadata(identity.name()))
                .addToData(FILE, Serialization.asYaml(new Fleet(uploads)))
                .build();
    }

    /** The file's content. */
    private record Fleet(List<Upload> uploads) {}

    /**
     * Where and how often to send what a policy selects.
     *
     * @param uid the policy's, by which agents keep apart what they send
     * @param intervalSeconds least time from one request of a node to its next; each node begins at its own moment within it
     * @param keyFile name of the file with the API key; absent for a folder
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Upload(
            String uid,
            String kind,
            String namespace,
            String policy,
            String endpoint,
            long intervalSeconds,
            String keyFile) {
        static Upload of(FleetPlan.Upload upload) {
            return new Upload(
                    upload.uid(),
                    upload.policy().kind(),
                    upload.policy().namespace(),
                    upload.policy().name(),
                    upload.endpoint(),
                    upload.interval().toSeconds(),
                    upload.apiKey() == null ? null : upload.uid());
        }
    }
}
