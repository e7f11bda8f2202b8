package io.netwatch.api.snapshot;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * How the agent does.
 *
 * @param collectorsOk whether every collector that was asked for gave its numbers the last time
 * @param droppedCount snapshots that will never be delivered, since the agent began to count for this destination
 * @param queueDepth snapshots that wait, those of this request not counted
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonIgnoreProperties(ignoreUnknown = true)
public record AgentHealth(boolean collectorsOk, long droppedCount, long queueDepth) {
    public AgentHealth {
        droppedCount = Numbers.count(droppedCount);
        queueDepth = Numbers.count(queueDepth);
    }
}
