package io.netwatch.operator.plan;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.netwatch.api.node.ExitReason;
import io.netwatch.api.node.NodeReport;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads from an agent's pod what the agent is doing, and if it fails, why. */
public final class AgentDiagnosis {
    /** Reasons to wait that pass by themselves (kubelet, {@code pkg/kubelet/container} and {@code images}). */
    private static final Set<String> PASSING = Set.of("ContainerCreating", "PodInitializing");

    /** How an agent attaches that only polls. */
    private static final String POLLING = "procfs";

    /** A message in a status: long enough for the agent's one sentence, or for a kubelet's. */
    private static final int MAX_MESSAGE = 512;

    private AgentDiagnosis() {}

    /** The node that a pod is on, or is meant for: a DaemonSet's pod says so before it is scheduled. */
    public static Optional<String> node(Pod pod) {
        if (pod.getSpec().getNodeName() != null) {
            return Optional.of(pod.getSpec().getNodeName());
        }
        return Optional.ofNullable(pod.getSpec().getAffinity())
                .map(affinity -> affinity.getNodeAffinity())
                .map(node -> node.getRequiredDuringSchedulingIgnoredDuringExecution())
                .stream()
                .flatMap(required -> required.getNodeSelectorTerms().stream())
                .flatMap(term -> orEmpty(term.getMatchFields()))
                .filter(field -> "metadata.name".equals(field.getKey()))
                .flatMap(field -> field.getValues().stream())
                .findFirst();
    }

    private static Stream<NodeSelectorRequirement> orEmpty(List<NodeSelectorRequirement> fields) {
        return fields == null ? Stream.empty() : fields.stream();
    }

    /** What the agent is doing. */
    public static AgentFacts of(Pod pod) {
        if (pod.getStatus() == null) {
            return AgentFacts.STARTING;
        }
        if (is(pod, "Ready", "True")) {
            return AgentFacts.READY;
        }
        if ("Failed".equals(pod.getStatus().getPhase())) {
            return failing(
                    orElse(pod.getStatus().getReason(), "PodFailed"),
                    pod.getStatus().getMessage());
        }
        for (ContainerStatus container : containers(pod)) {
            Optional<AgentFacts> failure = failure(container);
            if (failure.isPresent()) {
                return failure.get();
            }
        }
        return condition(pod, "PodScheduled")
                .filter(scheduled -> "False".equals(scheduled.getStatus()))
                .map(scheduled -> failing(orElse(scheduled.getReason(), "Unschedulable"), scheduled.getMessage()))
                .orElse(AgentFacts.STARTING);
    }

    /** What an agent that is ready says of itself: that it only polls where it was to take the kernel's own events. */
    public static AgentFacts of(NodeReport report) {
        if (report.attach() == null
                || report.attach().refused().isEmpty()
                || !POLLING.equals(report.attach().mode())) {
            return AgentFacts.READY;
        }
        NodeReport.Refused best = report.attach().refused().get(0);
        return AgentFacts.limited(best.reason(), best.sentence() == null ? null : firstOf(best.sentence()));
    }

    private static Optional<AgentFacts> failure(ContainerStatus container) {
        Optional<ContainerStateTerminated> ended = Stream.of(container.getState(), container.getLastState())
                .filter(state -> state != null && state.getTerminated() != null)
                .map(ContainerState::getTerminated)
                .findFirst();
        ContainerStateWaiting waiting =
                container.getState() == null ? null : container.getState().getWaiting();
        boolean stuck = waiting != null && waiting.getReason() != null && !PASSING.contains(waiting.getReason());
        if (ended.isPresent() && (stuck || container.getState().getTerminated() != null)) {
            return Optional.of(ofExit(ended.get()));
        }
        return stuck ? Optional.of(failing(waiting.getReason(), waiting.getMessage())) : Optional.empty();
    }

    private static AgentFacts ofExit(ContainerStateTerminated ended) {
        int code = ended.getExitCode() == null ? 0 : ended.getExitCode();
        if ("OOMKilled".equals(ended.getReason())) {
            return failing("OOMKilled", "the agent took more memory than the chart's agent.resources.limits.memory");
        }
        Optional<ExitReason> reason = ExitReason.of(code);
        String message = ended.getMessage() == null || ended.getMessage().isBlank()
                ? reason.map(ExitReason::advice).orElse("the agent ended with code " + code)
                : ended.getMessage();
        return failing(
                reason.map(ExitReason::conditionReason).orElse(orElse(ended.getReason(), "AgentEnded")), message);
    }

    private static AgentFacts failing(String reason, String message) {
        return AgentFacts.failing(reason, message == null ? null : firstOf(message.strip()));
    }

    /** One line, of a length that a status can bear. */
    private static String firstOf(String message) {
        String line =
                message.lines().reduce("", (all, next) -> all.isEmpty() ? next.strip() : all + " " + next.strip());
        return line.length() > MAX_MESSAGE ? line.substring(0, MAX_MESSAGE - 3) + "..." : line;
    }

    private static List<ContainerStatus> containers(Pod pod) {
        List<ContainerStatus> statuses = pod.getStatus().getContainerStatuses();
        return statuses == null ? List.of() : statuses;
    }

    private static boolean is(Pod pod, String type, String status) {
        return condition(pod, type).filter(c -> status.equals(c.getStatus())).isPresent();
    }

    private static Optional<PodCondition> condition(Pod pod, String type) {
        List<PodCondition> conditions = pod.getStatus().getConditions();
        return conditions == null
                ? Optional.empty()
                : conditions.stream().filter(c -> type.equals(c.getType())).findFirst();
    }

    private static String orElse(String text, String otherwise) {
        return text == null || text.isBlank() ? otherwise : text;
    }
}
