package io.netwatch.api.policy;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.ValidationRule;

/** What a policy may take on each node. Beyond it detail gives way to totals, and says so. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
        value = Rules.EVENTS_PER_SECOND,
        message = Rules.EVENTS_PER_SECOND_MESSAGE,
        fieldPath = ".eventsPerSecondPerPod")
@ValidationRule(value = Rules.CONNECTIONS, message = Rules.CONNECTIONS_MESSAGE, fieldPath = ".connections")
public record Limits(
        @JsonPropertyDescription("Events told for each pod, per second, 1 to 100000; more are counted in the totals.")
        @Default("1000")
        Integer eventsPerSecondPerPod,

        @JsonPropertyDescription("Connections kept on each node, open and ended together, 1 to 1048576; closed ones"
                + " are forgotten first.")
        @Default("65536")
        Integer connections) {

    public static final int DEFAULT_EVENTS_PER_SECOND = 1000;
    public static final int DEFAULT_CONNECTIONS = 65_536;
    /** Memory that the agent counts for a connection, kernel map and table together, in bytes. */
    public static final int BYTES_PER_CONNECTION = 512;

    public Limits {
        eventsPerSecondPerPod = eventsPerSecondPerPod == null ? DEFAULT_EVENTS_PER_SECOND : eventsPerSecondPerPod;
        connections = connections == null ? DEFAULT_CONNECTIONS : connections;
    }
}
