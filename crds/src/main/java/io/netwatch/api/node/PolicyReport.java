package io.netwatch.api.node;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * What an agent does for one policy.
 *
 * @param uid the policy's
 * @param generation the policy's metadata.generation that the agent goes by
 * @param pods pods of the node that it selects
 * @param events events told since the agent learnt of the policy
 * @param eventsPerSecond the same over the last 10 seconds or so
 * @param lost events of its pods that were not told one by one since then, though the policy asked for them
 * @param detail how much the budget leaves: full, sampled, totals or detached
 * @param unmet what of the policy this agent can't do; empty when all is well
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PolicyReport(
        String uid,
        long generation,
        int pods,
        long events,
        double eventsPerSecond,
        long lost,
        String detail,
        List<Unmet> unmet) {
    public PolicyReport {
        unmet = unmet == null ? List.of() : List.copyOf(unmet);
    }

    /**
     * Something that a policy asks for and this agent does not give.
     *
     * @param reason a condition's reason, in CamelCase
     * @param message one sentence that says what to do
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Unmet(String reason, String message) {}
}
