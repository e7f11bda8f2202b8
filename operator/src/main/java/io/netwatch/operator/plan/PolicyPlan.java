package io.netwatch.operator.plan;

import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is to become of one policy.
 *
 * @param key which
 * @param uid the policy's own, which its key file is named by
 * @param generation of the spec that this is about
 * @param rejected why it can't be followed at all; null when it can
 * @param inactive why nothing is watched although it could be (suspended, expired); null when it is
 * @param degraded what of it can't be followed
 * @param nodeSelector nodes on which agents are needed; null or empty for all
 * @param matchedPods how many pods it selects
 * @param nodes on which it has something to watch
 * @param upload where its snapshots go; null for nowhere, also when the key is missing
 */
public record PolicyPlan(
        PolicyKey key,
        String uid,
        long generation,
        Finding rejected,
        Finding inactive,
        List<Finding> degraded,
        LabelSelector nodeSelector,
        int matchedPods,
        Set<String> nodes,
        Upload upload) {

    /** Whether agents are needed for it. */
    public boolean isActive() {
        return rejected == null && inactive == null;
    }

    /** Where its snapshots go, when they go somewhere. */
    public Optional<Upload> uploads() {
        return isActive() ? Optional.ofNullable(upload) : Optional.empty();
    }

    /**
     * Where snapshots go.
     *
     * @param endpoint of the cloud, or a folder
     * @param apiKey in base64, as in the Secret; null for a folder
     */
    public record Upload(String endpoint, String apiKey) {
        @Override
        public String toString() {
            return "Upload[" + endpoint + "]"; // never the key
        }
    }
}
