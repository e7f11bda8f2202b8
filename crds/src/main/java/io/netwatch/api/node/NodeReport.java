package io.netwatch.api.node;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Map;

/**
 * How an agent does, as its {@code GET /api/v1/node} answers.
 *
 * @param agentVersion for example 0.1.0
 * @param attach how it learns of connections
 * @param eventsSeen events of connections since the agent's start
 * @param eventsPerSecond the same over the last 10 seconds or so
 * @param lost events that are not seen in full since the agent's start, by reason; a reason that did not occur is 0
 * @param startedAt when the agent started, RFC 3339 in UTC
 * @param policies what it does for each policy that concerns its node; empty outside of a cluster
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record NodeReport(
        String agentVersion,
        Attach attach,
        long eventsSeen,
        double eventsPerSecond,
        Map<String, Long> lost,
        String startedAt,
        List<PolicyReport> policies) {
    public NodeReport {
        lost = lost == null ? Map.of() : Map.copyOf(lost);
        policies = policies == null ? List.of() : List.copyOf(policies);
    }

    /**
     * How events are taken.
     *
     * @param mode tracepoint, kprobe or procfs
     * @param hooks what it is attached to, in the kernel's words
     * @param refused what would have been better, best first
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Attach(String mode, String hooks, List<Refused> refused) {
        public Attach {
            refused = refused == null ? List.of() : List.copyOf(refused);
        }
    }

    /**
     * A better way of attaching that could not be had.
     *
     * @param hooks what it would have been attached to
     * @param reason as {@link ExitReason#conditionReason}
     * @param sentence why, for a person
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Refused(String hooks, String reason, String sentence) {}
}
