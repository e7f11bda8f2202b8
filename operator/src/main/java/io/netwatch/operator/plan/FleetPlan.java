package io.netwatch.operator.plan;

import io.fabric8.kubernetes.api.model.LabelSelector;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What all policies together need.
 *
 * @param needed whether agents are needed at all
 * @param nodeSelectors nodes that match any of these need an agent; empty for all nodes
 * @param uploads where agents send, in the order of their policies
 * @param findings what a policy can't have because of all the others
 */
public record FleetPlan(
        boolean needed,
        List<LabelSelector> nodeSelectors,
        List<Upload> uploads,
        Map<PolicyKey, List<Finding>> findings) {

    /**
     * Where agents send what a policy selects.
     *
     * @param policy which
     * @param uid the policy's
     * @param endpoint of the cloud, or a folder
     * @param apiKey in base64; null for a folder
     * @param interval least time from one request of a node to its next
     */
    public record Upload(PolicyKey policy, String uid, String endpoint, String apiKey, Duration interval) {
        @Override
        public String toString() {
            return "Upload[" + policy + ", " + endpoint + ", " + interval + "]"; // never the key
        }
    }
}
