package io.netwatch.e2e.testbed;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.HostIP;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A pod's status as its kubelet reports it. */
final class PodStatusForm {
    private PodStatusForm() {}

    /** @param ready names of the containers that are */
    static PodStatus of(PodRun run, Set<String> ready) {
        boolean over = run.isOver();
        boolean failed =
                over && run.containers().stream().anyMatch(each -> each.exit().code() != 0);
        boolean allReady = !over && ready.size() == run.containers().size();
        return new PodStatusBuilder()
                .withPhase(over ? failed ? "Failed" : "Succeeded" : "Running")
                .withHostIP(Addresses.NODE)
                .withHostIPs(new HostIP(Addresses.NODE))
                .withPodIP(run.address())
                .withPodIPs(new PodIP(run.address()))
                .withStartTime(run.startedAt().toString())
                .withQosClass(null)
                .withConditions(Stream.of("PodScheduled", "Initialized", "ContainersReady", "Ready")
                        .map(type -> condition(type, allReady || !type.endsWith("Ready"), run))
                        .toList())
                .withContainerStatuses(containers(run, ready))
                .build();
    }

    private static PodCondition condition(String type, boolean is, PodRun run) {
        return new PodConditionBuilder()
                .withType(type)
                .withStatus(is ? "True" : "False")
                .withLastTransitionTime(run.startedAt().toString())
                .build();
    }

    private static List<ContainerStatus> containers(PodRun run, Set<String> ready) {
        return run.containers().stream()
                .map(container -> new ContainerStatusBuilder()
                        .withName(container.spec().getName())
                        .withImage(container.spec().getImage())
                        .withImageID(container.spec().getImage())
                        .withContainerID("containerd://" + container.id())
                        .withReady(ready.contains(container.spec().getName()))
                        .withStarted(container.isRunning())
                        .withRestartCount(container.restarts())
                        .withState(state(container))
                        .withLastState(container.isRunning() ? terminated(container.exit()) : null)
                        .build())
                .toList();
    }

    private static ContainerState state(ContainerRun container) {
        return container.isRunning()
                ? new ContainerStateBuilder()
                        .withNewRunning()
                        .withStartedAt(container.startedAt().toString())
                        .endRunning()
                        .build()
                : terminated(container.exit());
    }

    private static ContainerState terminated(ContainerExit exit) {
        return exit == null
                ? null
                : new ContainerStateBuilder()
                        .withNewTerminated()
                        .withContainerID("containerd://" + exit.containerId())
                        .withExitCode(exit.code())
                        .withReason(exit.reason())
                        .withMessage(exit.message())
                        .withStartedAt(exit.startedAt().toString())
                        .withFinishedAt(exit.at().toString())
                        .endTerminated()
                        .build();
    }
}
