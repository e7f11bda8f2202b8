package io.netwatch.agent.identify;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a cgroup's path says of whose it is: a container of a pod, a pod, or nobody in Kubernetes, which is the node itself. Named as
 * kubelet (pkg/kubelet/cm/pod_container_manager_linux.go) and the runtimes name them, with either cgroup driver and in either version
 * of cgroups; where Kubernetes runs within a container of another one (kind, k3d), it is the inner one's, and {@code outer} the other.
 *
 * <p>A cgroup below a container's is the container's. That of CRI-O's monitor (crio-conmon) is in the pod's, but in no container's.
 * Containers outside of Kubernetes are the node's.
 *
 * @param podUid with dashes, as in metadata.uid; 32 digits are the config hash of a static pod; null when it is not in the path
 * @param container 64 hexadecimal digits; null for none
 * @param outer null for none
 */
record ContainerName(Place place, String podUid, String container, ContainerName outer) {
    private static final ContainerName ON_HOST = new ContainerName(Place.HOST, null, null, null);
    private static final ContainerName SOMEWHERE = new ContainerName(Place.UNKNOWN, null, null, null);

    enum Place {
        POD,
        /** In no pod. */
        HOST,
        /** The names that would tell are missing at the head of the path. */
        UNKNOWN
    }

    // CGROUP_LEVELS, and CGROUP_NAMES_MAX less CGROUP_NAME_MAX, of event.h: a path of fewer is whole
    private static final int LEVELS_MAX = 8;
    private static final int LENGTH_MAX = 768;

    private static final String UUID = "[0-9a-f]{8}(?:[-_][0-9a-f]{4}){3}[-_][0-9a-f]{12}";
    private static final String HASH = "[0-9a-f]{32}";
    private static final String ID = "[0-9a-f]{64}";
    private static final Pattern POD = Pattern.compile("(?:.*-)?pod(" + UUID + "|" + HASH + ")(?:\\.slice)?");
    private static final Pattern CONTAINER = Pattern.compile("(?:([a-z][a-z0-9-]*)-)?(" + ID + ")(?:\\.scope)?");
    /** A runtime that was told a systemd name, but makes plain folders: {@code SLICE:PREFIX:ID}. */
    private static final Pattern MISMATCH = Pattern.compile("(.*\\.slice):([a-z-]+):(" + ID + ")");

    private static final String MONITOR = "crio-conmon";

    /** Any path gives a name. */
    static ContainerName parse(String path) {
        String[] names = path.substring(path.startsWith("/") ? 1 : 0).split("/", -1);
        boolean cut = names.length >= LEVELS_MAX || path.length() > LENGTH_MAX;
        ContainerName found = ON_HOST;
        for (int i = 0; i < names.length; i++) {
            found = found.then(names[i], cut && i == 0);
        }
        return cut && !found.isOfPod() ? SOMEWHERE : found;
    }

    boolean isOfPod() {
        return place == Place.POD;
    }

    boolean isHost() {
        return place == Place.HOST;
    }

    /** With the next name toward the leaf. */
    private ContainerName then(String name, boolean headIsMissing) {
        Matcher mismatch = MISMATCH.matcher(name);
        if (mismatch.matches()) {
            ContainerName pod = then(mismatch.group(1), headIsMissing);
            return pod.equals(this) ? this : new ContainerName(Place.POD, pod.podUid, mismatch.group(3), pod.outer);
        }
        Matcher pod = POD.matcher(name);
        if (pod.matches()) {
            return new ContainerName(Place.POD, pod.group(1).replace('_', '-'), null, isOfPod() ? this : null);
        }
        Matcher id = container == null ? CONTAINER.matcher(name) : null;
        return id != null && id.matches() ? within(id.group(1), id.group(2), headIsMissing) : this;
    }

    private ContainerName within(String prefix, String id, boolean headIsMissing) {
        if (MONITOR.equals(prefix) || (podUid == null && !headIsMissing && !isOfKubernetesAlone(prefix))) {
            return this;
        }
        return new ContainerName(Place.POD, podUid, id, outer);
    }

    /** Docker and Podman make containers for others, too. */
    private static boolean isOfKubernetesAlone(String prefix) {
        return "cri-containerd".equals(prefix) || "crio".equals(prefix);
    }
}
