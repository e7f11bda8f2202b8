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
 * @param upload how sending its snapshots goes; null when it sends nowhere
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
        Upload upload,
        List<Unmet> unmet) {
    public PolicyReport {
        unmet = unmet == null ? List.of() : List.copyOf(unmet);
    }

    /**
     * How sending a policy's snapshots goes.
     *
     * @param state in CamelCase: Delivering, Waiting when nothing was sent yet, or what is wrong, as a condition's reason:
     *     CloudKeyRefused, CloudKeyMissing, CloudQuota, CloudUnreachable, CloudRejected or SpoolFull
     * @param message one sentence for a person, with the server's words where it said any; null when there is nothing to say
     * @param lastDelivered when the server last took a snapshot, RFC 3339 in UTC; null when it has not taken any
     * @param delivered snapshots that the server took
     * @param dropped snapshots that it never will take, of those that there were
     * @param queued snapshots that are still to be sent
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Upload(
            String state, String message, String lastDelivered, long delivered, long dropped, long queued) {}

    /**
     * Something that a policy asks for and this agent does not give.
     *
     * @param reason a condition's reason, in CamelCase
     * @param message one sentence that says what to do
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Unmet(String reason, String message) {}
}
