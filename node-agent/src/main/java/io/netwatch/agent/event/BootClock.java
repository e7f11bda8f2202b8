package io.netwatch.agent.event;

import java.time.Clock;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * The one place where CLOCK_BOOTTIME becomes wall time. The offset between the two is taken anew by {@link #sync}, so a
 * clock that was set is followed from there on; between two of them all events share one offset. Safe for any thread.
 */
public final class BootClock {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private final Clock wall;
    private final LongSupplier boot;
    private volatile long offsetNanos;

    /** {@code boot} gives CLOCK_BOOTTIME in nanoseconds. */
    public BootClock(Clock wall, LongSupplier boot) {
        this.wall = wall;
        this.boot = boot;
        sync();
    }

    /** Takes the offset anew. */
    public void sync() {
        Instant now = wall.instant();
        offsetNanos = now.getEpochSecond() * NANOS_PER_SECOND + now.getNano() - boot.getAsLong();
    }

    /** CLOCK_BOOTTIME, ns. */
    public long bootNanos() {
        return boot.getAsLong();
    }

    /** Wall time of a CLOCK_BOOTTIME in nanoseconds. */
    public Instant toInstant(long bootNanos) {
        long nanos = bootNanos + offsetNanos;
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND));
    }

    /** As {@link #toInstant}, in milliseconds since 1970, rounded down; allocates nothing. */
    public long toEpochMillis(long bootNanos) {
        return Math.floorDiv(bootNanos + offsetNanos, NANOS_PER_MILLI);
    }
}
