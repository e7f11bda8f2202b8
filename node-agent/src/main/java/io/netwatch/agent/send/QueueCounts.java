package io.netwatch.agent.send;

import java.time.Instant;
import java.util.Map;

/**
 * What became of the snapshots of a queue since it exists, over restarts: {@code appended} = {@code delivered} + all {@code dropped}
 * + {@code queued}, always.
 *
 * @param delivered each counted once, however often it was sent
 * @param dropped only reasons that happened
 * @param queuedBytes as they are kept, compressed
 * @param lastDelivered null = never
 */
public record QueueCounts(
        long appended,
        long delivered,
        Map<DropReason, Long> dropped,
        long queued,
        long queuedBytes,
        Instant lastDelivered) {
    public QueueCounts {
        dropped = Map.copyOf(dropped);
    }

    /** For all reasons. */
    public long droppedInAll() {
        return dropped.values().stream().mapToLong(Long::longValue).sum();
    }
}
