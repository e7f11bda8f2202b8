package io.netwatch.api.policy;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** What became of a policy. Written by the operator alone. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonIgnoreProperties(ignoreUnknown = true)
public record PolicyStatus(
        @JsonPropertyDescription("The metadata.generation that all else here is about.")
        Long observedGeneration,

        @JsonPropertyDescription("Accepted: the policy can be followed. Ready: it is, on every node concerned."
                + " Degraded: some of what was asked is missing; the message says what to do.")
        List<Condition> conditions,

        @JsonPropertyDescription("Pods that the policy selects and that have not ended.")
        Integer matchedPods,

        @JsonPropertyDescription("Nodes on which the policy has something to watch.")
        NodeCounts nodes,

        @JsonPropertyDescription("Why agents are not ready, the most frequent reason first, at most 10.")
        List<NodeFailure> failures,

        @JsonPropertyDescription(
                "Events of this policy over all nodes, per second, to two significant digits and within a tenth, as"
                        + " the agents last told. Absent: none has told.")
        Long eventsPerSecond,

        @JsonPropertyDescription(
                "Events of this policy that were lost over all nodes, to two significant digits, as the agents last"
                        + " told; totals are exact all the same. Absent: none has told.")
        Long lostEvents,

        @JsonPropertyDescription(
                "When NetWatch Cloud last took a snapshot of this policy, to the minute, as RFC 3339 time."
                        + " Absent: never.")
        String lastUploadTime) {

    public PolicyStatus {
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
        failures = failures == null ? List.of() : List.copyOf(failures);
    }
}
