package io.netwatch.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.netwatch.api.policy.PolicyStatus;
import io.netwatch.operator.plan.Finding;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Makes conditions as the Kubernetes API conventions want them: their time is that of the last change of their status. */
final class Conditions {
    /** Longest message that the API server takes (metav1.Condition). */
    private static final int MAX_MESSAGE = 32_768;

    private final long generation;
    private final PolicyStatus last;
    private final Instant now;

    Conditions(long generation, PolicyStatus last, Instant now) {
        this.generation = generation;
        this.last = last;
        this.now = now;
    }

    Condition is(String type, boolean status, Finding finding) {
        return is(type, status, finding.reason(), finding.message());
    }

    Condition is(String type, boolean holds, String reason, String message) {
        String status = holds ? "True" : "False";
        return new ConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(reason)
                .withMessage(message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message)
                .withObservedGeneration(generation)
                .withLastTransitionTime(since(type, status))
                .build();
    }

    private String since(String type, String status) {
        if (last != null) {
            for (Condition condition : last.conditions()) {
                if (type.equals(condition.getType())
                        && status.equals(condition.getStatus())
                        && condition.getLastTransitionTime() != null) {
                    return condition.getLastTransitionTime();
                }
            }
        }
        return now.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
