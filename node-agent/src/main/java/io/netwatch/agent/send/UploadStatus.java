package io.netwatch.agent.send;

import java.time.Instant;
import java.util.Map;

/**
 * How it goes with the snapshots for one place.
 *
 * @param message for a person: what is the matter, with numbers, and what to do
 * @param lastDelivered null = never
 * @param delivered since the queue exists, over restarts
 * @param dropped likewise, those that will never be delivered, by reason
 * @param queued that wait
 * @param queuedBytes what these take on disk
 */
public record UploadStatus(
        State state,
        String message,
        Instant lastDelivered,
        long delivered,
        Map<DropReason, Long> dropped,
        long queued,
        long queuedBytes) {
    public UploadStatus {
        dropped = Map.copyOf(dropped);
    }

    static UploadStatus of(State state, String message, QueueCounts counts) {
        return new UploadStatus(
                state,
                message,
                counts.lastDelivered(),
                counts.delivered(),
                counts.dropped(),
                counts.queued(),
                counts.queuedBytes());
    }

    /** Of each a word, which is a condition's reason, too. */
    public enum State {
        /** What was sent last was taken. */
        DELIVERING("Delivering"),
        /** Nothing was sent yet. */
        WAITING("Waiting"),
        KEY_REFUSED("CloudKeyRefused"),
        KEY_MISSING("CloudKeyMissing"),
        /** The account's host limit, or its trial. */
        QUOTA("CloudQuota"),
        /** What was sent last got no answer, or one that is none of the cloud's. */
        UNREACHABLE("CloudUnreachable"),
        /** Of what was sent last, some was refused for what it is. */
        REJECTED("CloudRejected"),
        /** Snapshots were dropped for want of space since the last delivery. */
        SPOOL_FULL("SpoolFull");

        private final String word;

        State(String word) {
            this.word = word;
        }

        /** CamelCase. */
        public String word() {
            return word;
        }
    }
}
