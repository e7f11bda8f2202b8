package io.netwatch.api.policy;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** What goes into the snapshots of a policy. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(value = Rules.INTERVAL, message = Rules.INTERVAL_MESSAGE, fieldPath = ".interval")
@ValidationRule(value = Rules.TOP_CONNECTIONS, message = Rules.TOP_CONNECTIONS_MESSAGE, fieldPath = ".topConnections")
public record SnapshotSettings(
        @JsonPropertyDescription(
                "Time from one snapshot to the next, 1s to 1h, such as 15s. They are sent in batches, no"
                        + " more often than NetWatch Cloud allows for the number of nodes.")
        @Size(max = 16)
        @Default("15s")
        String interval,

        @JsonPropertyDescription("What is collected beside connections.")
        @Size(max = 8)
        @Default("[\"Interfaces\", \"Health\", \"System\", \"Disks\", \"Processes\"]")
        List<Collector> collectors,

        @JsonPropertyDescription("Connections in a snapshot at most, 0 to 10000; those that carried most come first.")
        @Default("1000")
        Integer topConnections) {

    public static final String DEFAULT_INTERVAL = "15s";
    public static final int DEFAULT_TOP_CONNECTIONS = 1000;

    public SnapshotSettings {
        interval = interval == null ? DEFAULT_INTERVAL : interval;
        collectors = collectors == null ? Collector.USUAL : List.copyOf(collectors);
        topConnections = topConnections == null ? DEFAULT_TOP_CONNECTIONS : topConnections;
    }
}
