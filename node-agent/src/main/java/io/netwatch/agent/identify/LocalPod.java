package io.netwatch.agent.identify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A pod of this node, with the containers that it has had and its cgroups. */
final class LocalPod {
    /** A pod that restarts for ever leaves a container each time. */
    private static final int CONTAINERS_MAX = 64;

    private static final long PRESENT = Long.MAX_VALUE;

    private final Map<String, String> containers = new LinkedHashMap<>();
    private final List<CgroupEnd> cgroups = new ArrayList<>();
    private NodePod pod;
    private long goneAt = PRESENT;

    LocalPod(NodePod pod) {
        this.pod = pod;
        addContainers();
    }

    NodePod pod() {
        return pod;
    }

    void update(NodePod now) {
        pod = now;
        goneAt = PRESENT;
        addContainers();
    }

    private void addContainers() {
        containers.putAll(pod.containers());
        var oldest = containers.keySet().iterator();
        while (containers.size() > CONTAINERS_MAX) {
            oldest.next();
            oldest.remove();
        }
    }

    /** Names by id, also of containers that it has no more. */
    Map<String, String> containers() {
        return containers;
    }

    /** The name of its container that a cgroup's path leads to; null when it is none of its. */
    String containerOf(ContainerName path) {
        for (ContainerName each = path; each != null; each = each.outer()) {
            String name = each.container() == null ? null : containers.get(each.container());
            if (name != null) {
                return name;
            }
        }
        return null;
    }

    List<CgroupEnd> cgroups() {
        return cgroups;
    }

    void gone(long bootNanos) {
        goneAt = Math.min(goneAt, bootNanos);
    }

    boolean isGone() {
        return goneAt != PRESENT;
    }

    /** CLOCK_BOOTTIME ns; the greatest number while it is there. */
    long goneAt() {
        return goneAt;
    }
}
