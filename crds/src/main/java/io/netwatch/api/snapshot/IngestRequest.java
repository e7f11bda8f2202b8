package io.netwatch.api.snapshot;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * The body of {@code POST /api/v1/ingest}: what one host saw since it last could send.
 *
 * @param schemaVersion {@link #SCHEMA_VERSION}
 * @param agentVersion of the agent that sends
 * @param host sent with every request
 * @param snapshots 1 to {@link #MAX_SNAPSHOTS}, oldest first
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonIgnoreProperties(ignoreUnknown = true)
public record IngestRequest(
        int schemaVersion, String agentVersion, HostInfo host, List<Snapshot> snapshots, AgentHealth agentHealth) {
    public static final int SCHEMA_VERSION = 1;
    /** What the server takes in one request. */
    public static final int MAX_SNAPSHOTS = 100;
    /** Of a body, which the server takes; above it answers 413. */
    public static final int MAX_BYTES = 5_000_000;

    public IngestRequest {
        requireNonNull(agentVersion, "agentVersion");
        requireNonNull(host, "host");
        snapshots = List.copyOf(requireNonNull(snapshots, "snapshots"));
        requireNonNull(agentHealth, "agentHealth");
    }
}
