package io.netwatch.agent.detect;

import java.util.concurrent.TimeUnit;

/** Whether there is an alert for something: active for 60 s after it was raised last. */
final class Raised {
    static final long ACTIVE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private boolean isRaised;
    private long since;
    private long last;

    /** Raises it, perhaps again. Returns whether it was not active before. */
    boolean raise(long nanos) {
        boolean isNew = !isActive(nanos);
        since = isNew ? nanos : since;
        last = isNew ? nanos : Math.max(last, nanos);
        isRaised = true;
        return isNew;
    }

    void clear() {
        isRaised = false;
    }

    boolean isActive(long nanos) {
        return isRaised && nanos - last < ACTIVE_NANOS;
    }

    /** When it was raised first, of an active one: CLOCK_BOOTTIME, ns. */
    long since() {
        return since;
    }
}
