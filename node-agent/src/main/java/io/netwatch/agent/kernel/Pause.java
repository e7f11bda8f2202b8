package io.netwatch.agent.kernel;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How long the ring was left unread at most, because its reader did something else, within the last half minute to minute. Waiting for
 * events is none. Written by one thread, read by any; allocates nothing.
 */
final class Pause {
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final LongSupplier nanos;
    private long last;
    private long began;
    private volatile long before;
    private volatile long longest;

    Pause(LongSupplier nanos) {
        this.nanos = nanos;
        this.last = nanos.getAsLong();
        this.began = last;
    }

    /** The reader comes to the ring. */
    void ends() {
        long now = nanos.getAsLong();
        if (now - began >= WINDOW_NANOS) {
            began = now;
            before = longest;
            longest = 0;
        }
        if (now - last > longest) {
            longest = now - last;
        }
    }

    /** The reader leaves the ring, or has waited for it. */
    void begins() {
        last = nanos.getAsLong();
    }

    /** In ns. */
    long longestNanos() {
        return Math.max(before, longest);
    }
}
