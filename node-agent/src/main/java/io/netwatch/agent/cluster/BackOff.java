package io.netwatch.agent.cluster;

import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/** How long to wait before the next attempt: twice as long each time, from a second to half a minute, less up to a half by chance. */
final class BackOff {
    private static final long FIRST_MILLIS = TimeUnit.SECONDS.toMillis(1);
    private static final long LAST_MILLIS = TimeUnit.SECONDS.toMillis(30);

    private final DoubleSupplier chance;
    private long next = FIRST_MILLIS;

    /** {@code chance} gives 0 to 1, so that not all agents come at once. */
    BackOff(DoubleSupplier chance) {
        this.chance = chance;
    }

    /** The wait after one more failure, ms. */
    long next() {
        long wait = Math.max(FIRST_MILLIS, (long) (next * (1 - chance.getAsDouble() / 2)));
        next = Math.min(2 * next, LAST_MILLIS);
        return wait;
    }

    /** It worked. */
    void reset() {
        next = FIRST_MILLIS;
    }
}
