package io.netwatch.api.policy;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Nodes that a policy concerns. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record NodeCounts(
        @JsonPropertyDescription("Nodes that hold matched pods; with hosts, all that nodeSelector selects.")
        Integer desired,

        @JsonPropertyDescription("Those of them whose agent is ready.")
        Integer ready,

        @JsonPropertyDescription("Those of them whose agent fails.")
        Integer failed,

        @JsonPropertyDescription("ready/desired, for people.")
        String summary) {

    /** Counts with their summary. */
    public static NodeCounts of(int desired, int ready, int failed) {
        return new NodeCounts(desired, ready, failed, ready + "/" + desired);
    }
}
