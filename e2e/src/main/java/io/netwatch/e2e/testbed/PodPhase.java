package io.netwatch.e2e.testbed;

import io.fabric8.kubernetes.api.model.Pod;

/** Reads from a pod's status how far it is. */
final class PodPhase {
    private PodPhase() {}

    /** Whether all of its containers have ended for good. */
    static boolean isOver(Pod pod) {
        String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
        return "Succeeded".equals(phase) || "Failed".equals(phase);
    }

    static boolean isReady(Pod pod) {
        return pod.getStatus() != null
                && pod.getStatus().getConditions() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Ready")
                                && condition.getStatus().equals("True"));
    }
}
