package io.netwatch.api.policy;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/** Nodes whose agents fail for the same reason. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record NodeFailure(
        @JsonPropertyDescription("One word, such as NoBTF, NoCapability, VerifierRejected or ImagePullBackOff.")
        String reason,

        @JsonPropertyDescription("The agent's or Kubernetes' own words on the first of the nodes.")
        String message,

        @JsonPropertyDescription("How many nodes.") Integer count,

        @JsonPropertyDescription("Their names, at most 10, in order.")
        List<String> nodes) {

    public NodeFailure {
        nodes = nodes == null ? List.of() : List.copyOf(nodes);
    }
}
