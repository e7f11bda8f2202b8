package io.netwatch.agent.send;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a server's reply means for the snapshots of a request.
 *
 * @param delivered by place in the request
 * @param rejected by place, with the server's message; the rest is kept
 * @param message the server's, or what is wrong with its reply; fit for people, may be empty
 * @param retryAfter what the server asks to wait; null = nothing
 */
record Answer(Kind kind, List<Integer> delivered, Map<Integer, String> rejected, String message, Duration retryAfter) {
    /** What to do. */
    enum Kind {
        /** Each is delivered, rejected or kept. */
        RESULTS,
        /** Drop all. */
        NOT_UNDERSTOOD,
        KEY_REFUSED,
        QUOTA,
        /** Send less at once. */
        TOO_LARGE,
        /** Send as it is, not compressed. */
        NO_GZIP,
        RATE_LIMITED,
        /** There is no ingest API where the endpoint points to. */
        WRONG_PLACE,
        NOT_DELIVERED
    }

    Answer {
        delivered = List.copyOf(delivered);
        rejected = Map.copyOf(rejected);
    }

    static Answer of(Kind kind, String message) {
        return new Answer(kind, List.of(), Map.of(), message, null);
    }
}
