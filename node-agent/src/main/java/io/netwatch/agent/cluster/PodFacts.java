package io.netwatch.agent.cluster;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.netwatch.agent.cluster.WatchedPod.ContainerState;
import io.netwatch.agent.cluster.WatchedPod.ContainerStatus;
import io.netwatch.agent.cluster.WatchedPod.Status;
import io.netwatch.agent.identify.NodePod;
import io.netwatch.api.identity.Workload;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** What is kept of a pod. Any thread. */
final class PodFacts {
    /** Kubernetes, pkg/kubelet/types/pod_update.go: ConfigHashAnnotationKey. */
    private static final String CONFIG_HASH = "kubernetes.io/config.hash";

    private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

    private PodFacts() {}

    static NodePod of(WatchedPod pod) {
        ObjectMeta metadata = pod.getMetadata();
        Status status = pod.getStatus() == null ? Status.NONE : pod.getStatus();
        Map<String, String> labels = metadata.getLabels() == null ? Map.of() : metadata.getLabels();
        Map<String, String> annotations = metadata.getAnnotations() == null ? Map.of() : metadata.getAnnotations();
        return new NodePod(
                metadata.getUid(),
                metadata.getNamespace(),
                metadata.getName(),
                labels,
                annotations.get(CONFIG_HASH),
                workload(metadata, labels),
                pod.getSpec() != null && Boolean.TRUE.equals(pod.getSpec().hostNetwork()),
                list(status.podIPs())
                        .map(WatchedPod.Ip::ip)
                        .filter(Objects::nonNull)
                        .toList(),
                containers(status),
                status.startTime() == null ? seconds(metadata.getCreationTimestamp()) : seconds(status.startTime()),
                ended(status));
    }

    private static Workload workload(ObjectMeta metadata, Map<String, String> labels) {
        for (OwnerReference owner :
                metadata.getOwnerReferences() == null ? List.<OwnerReference>of() : metadata.getOwnerReferences()) {
            if (Boolean.TRUE.equals(owner.getController())) {
                return Workload.of(owner.getKind(), owner.getName(), labels);
            }
        }
        return null;
    }

    private static Stream<ContainerStatus> statuses(Status status) {
        return Stream.of(
                        status.initContainerStatuses(), status.containerStatuses(), status.ephemeralContainerStatuses())
                .flatMap(PodFacts::list);
    }

    /** Also those that a container had before it was restarted last. */
    private static Map<String, String> containers(Status status) {
        Map<String, String> names = new HashMap<>();
        statuses(status).forEach(container -> {
            Stream.of(container.containerID(), endedId(container.state()), endedId(container.lastState()))
                    .filter(id -> id != null && !id.isEmpty())
                    .forEach(id -> names.put(withoutRuntime(id), container.name()));
        });
        return names;
    }

    private static String endedId(ContainerState state) {
        return state == null || state.terminated() == null
                ? null
                : state.terminated().containerID();
    }

    private static String withoutRuntime(String id) {
        int prefix = id.indexOf("://");
        return prefix < 0 ? id : id.substring(prefix + "://".length());
    }

    /** When the last container ended, if the pod has; 0 while one runs or may run again. */
    private static long ended(Status status) {
        if (!ENDED.contains(String.valueOf(status.phase()))) {
            return 0;
        }
        long last = statuses(status)
                .filter(container ->
                        container.state() != null && container.state().terminated() != null)
                .mapToLong(container -> seconds(container.state().terminated().finishedAt()))
                .max()
                .orElse(0);
        // of a pod that was evicted no container tells when; 1970 would hide that it has ended
        return Math.max(last, 1);
    }

    private static long seconds(String time) {
        if (time == null) {
            return 0;
        }
        try {
            return OffsetDateTime.parse(time).toEpochSecond();
        } catch (DateTimeException e) {
            return 0;
        }
    }

    private static <T> Stream<T> list(List<T> list) {
        return list == null ? Stream.of() : list.stream();
    }
}
