package io.netwatch.api.snapshot;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * How much of what happened since the snapshot before is known, in connection events of the policy's pods.
 *
 * @param seen told one by one
 * @param lostKernel not told one by one: the kernel's ring had no room, or a limit or a sample left them out
 * @param lostAgent told, but not kept: the agent's table had no room
 * @param unattributed connections of this snapshot of which an end is not known
 * @param windowMs what this is about: since the snapshot before, or since the agent's start
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Completeness(long seen, long lostKernel, long lostAgent, long unattributed, long windowMs) {
    public Completeness {
        seen = Numbers.count(seen);
        lostKernel = Numbers.count(lostKernel);
        lostAgent = Numbers.count(lostAgent);
        unattributed = Numbers.count(unattributed);
        windowMs = Numbers.count(windowMs);
    }
}
