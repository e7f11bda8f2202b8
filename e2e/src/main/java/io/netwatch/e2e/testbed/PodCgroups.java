package io.netwatch.e2e.testbed;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;

/**
 * Cgroups as kubelet (driver systemd) and containerd name them. Source: {@code pkg/kubelet/cm} of Kubernetes and {@code
 * libcontainer/cgroups/systemd} of runc.
 */
final class PodCgroups {
    /** A static pod is known to its kubelet by this, not by the UID of its mirror at the API server. */
    static final String CONFIG_HASH = "kubernetes.io/config.hash";

    private static final String ROOT = "kubepods";

    private PodCgroups() {}

    /** Path of a pod's cgroup below the kubelet's root. */
    static String slice(Pod pod) {
        String hash = pod.getMetadata().getAnnotations() == null
                ? null
                : pod.getMetadata().getAnnotations().get(CONFIG_HASH);
        String uid = hash == null ? pod.getMetadata().getUid() : hash;
        String qos = qos(pod.getSpec().getContainers());
        String parent = qos.isEmpty() ? ROOT : ROOT + "-" + qos;
        String folder = qos.isEmpty() ? ROOT + ".slice" : ROOT + ".slice/" + parent + ".slice";
        return folder + "/" + parent + "-pod" + uid.replace('-', '_') + ".slice";
    }

    /** Name of a container's cgroup in its pod's. */
    static String scope(String containerId) {
        return "cri-containerd-" + containerId + ".scope";
    }

    /** Kubernetes, "Pod Quality of Service Classes"; empty for Guaranteed, which has no level of its own. */
    private static String qos(List<Container> containers) {
        boolean none = true;
        boolean all = true;
        for (Container container : containers) {
            Map<String, Quantity> limits = orEmpty(
                    container.getResources() == null
                            ? null
                            : container.getResources().getLimits());
            Map<String, Quantity> requests = orEmpty(
                    container.getResources() == null
                            ? null
                            : container.getResources().getRequests());
            none &= limits.isEmpty() && requests.isEmpty();
            all &= limits.containsKey("cpu")
                    && limits.containsKey("memory")
                    && (requests.isEmpty() || requests.equals(limits));
        }
        return none ? "besteffort" : all ? "" : "burstable";
    }

    private static Map<String, Quantity> orEmpty(Map<String, Quantity> quantities) {
        return quantities == null ? Map.of() : quantities;
    }
}
