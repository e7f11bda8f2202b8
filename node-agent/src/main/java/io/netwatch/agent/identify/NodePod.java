package io.netwatch.agent.identify;

import io.netwatch.api.identity.Workload;
import java.util.List;
import java.util.Map;

/**
 * A pod of this node, as the API server tells of it, cut down to what is used.
 *
 * @param uid metadata.uid
 * @param configHash annotation {@code kubernetes.io/config.hash} of a static pod, by which its cgroup is named; null for others
 * @param workload null for a pod without a controller
 * @param ips its addresses; those of the node when {@code hostNetwork}
 * @param containers names by container id, without the runtime's prefix; init, sidecar and ephemeral ones too
 * @param started status.startTime, or when it was created: seconds since 1970; 0 = unknown
 * @param ended when the last container ended, seconds since 1970; 0 = some run or may still
 */
public record NodePod(
        String uid,
        String namespace,
        String name,
        Map<String, String> labels,
        String configHash,
        Workload workload,
        boolean hostNetwork,
        List<String> ips,
        Map<String, String> containers,
        long started,
        long ended) {
    public NodePod {
        labels = Map.copyOf(labels);
        ips = List.copyOf(ips);
        containers = Map.copyOf(containers);
    }
}
