package io.netwatch.operator.identity;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.netwatch.api.identity.IdentityLine;
import io.netwatch.api.identity.Workload;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** A pod as it is told. */
final class PodLine {
    /** Phases in which all containers have ended (Kubernetes, "Pod Lifecycle"). */
    private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

    private PodLine() {}

    /**
     * Cuts a pod down.
     *
     * @param now when a pod ended of which nothing else says so
     * @return without addresses where the pod has none, yet or any more
     */
    static IdentityLine.Pod of(Pod pod, Instant now) {
        ObjectMeta metadata = pod.getMetadata();
        PodStatus status = pod.getStatus() == null ? new PodStatus() : pod.getStatus();
        return new IdentityLine.Pod(
                metadata.getUid(),
                metadata.getNamespace(),
                metadata.getName(),
                pod.getSpec().getNodeName(),
                ips(status),
                Boolean.TRUE.equals(pod.getSpec().getHostNetwork()),
                workload(metadata),
                seconds(status.getStartTime() == null ? metadata.getCreationTimestamp() : status.getStartTime()),
                ENDED.contains(String.valueOf(status.getPhase())) ? ended(status, now) : 0);
    }

    private static List<String> ips(PodStatus status) {
        List<String> all = status.getPodIPs() == null
                ? List.of()
                : status.getPodIPs().stream().map(PodIP::getIp).toList();
        return Addresses.of(status.getPodIP() == null ? List.of() : List.of(status.getPodIP()), all);
    }

    private static Workload workload(ObjectMeta metadata) {
        List<OwnerReference> owners = metadata.getOwnerReferences();
        Map<String, String> labels = metadata.getLabels();
        return (owners == null ? Stream.<OwnerReference>empty() : owners.stream())
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .findFirst()
                .map(owner -> Workload.of(owner.getKind(), owner.getName(), labels == null ? Map.of() : labels))
                .orElse(null);
    }

    /** The latest end of a container; else what the pod's conditions say, as for an evicted pod; else now. */
    private static long ended(PodStatus status, Instant now) {
        long ended = Stream.of(status.getInitContainerStatuses(), status.getContainerStatuses())
                .filter(Objects::nonNull)
                .flatMap(Collection::stream)
                .map(ContainerStatus::getState)
                .filter(state -> state != null && state.getTerminated() != null)
                .mapToLong(state -> seconds(state.getTerminated().getFinishedAt()))
                .max()
                .orElse(0);
        if (ended == 0 && status.getConditions() != null) {
            ended = status.getConditions().stream()
                    .mapToLong(condition -> seconds(condition.getLastTransitionTime()))
                    .max()
                    .orElse(0);
        }
        return ended == 0 ? now.getEpochSecond() : ended;
    }

    /** Of RFC 3339; 0 for what is none. */
    private static long seconds(String time) {
        try {
            return time == null || time.isEmpty()
                    ? 0
                    : OffsetDateTime.parse(time).toEpochSecond();
        } catch (DateTimeException e) {
            return 0;
        }
    }
}
