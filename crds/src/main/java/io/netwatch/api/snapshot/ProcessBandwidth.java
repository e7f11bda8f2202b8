package io.netwatch.api.snapshot;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * What a process carried over TCP, measured at its sockets.
 *
 * @param pid null = unknown
 * @param rxBytes payload received since the agent began to watch it
 * @param rxRate bytes a second since the snapshot before
 * @param connectionCount open connections
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ProcessBandwidth(
        String processName,
        Integer pid,
        long rxBytes,
        long txBytes,
        double rxRate,
        double txRate,
        int connectionCount) {
    public ProcessBandwidth {
        requireNonNull(processName, "processName");
        pid = Numbers.countOrNull(pid);
        rxBytes = Numbers.count(rxBytes);
        txBytes = Numbers.count(txBytes);
        rxRate = Numbers.finite(rxRate);
        txRate = Numbers.finite(txRate);
        connectionCount = Numbers.count(connectionCount);
    }
}
