package io.netwatch.agent.send;

import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * When the next request is due. Requests have places in time: one an interval, {@code phase} after its beginning as counted from the
 * epoch. So nodes that share a key stay apart however they were started, and whatever made one of them wait.
 */
final class Pace {
    /** A place may be taken this share of an interval early, so that a request that was late costs the next one nothing. */
    private static final int EARLY = 8;
    /** What a rate limit adds first: 10 requests a minute are for one key. */
    private static final Duration FIRST_EXTRA = Duration.ofSeconds(6);

    private final Duration interval;
    private final Duration phase;
    private final Clock clock;
    private final LongSupplier nanos;
    private Duration extra = Duration.ZERO;
    private long due;

    Pace(Duration interval, Duration phase, Clock clock, LongSupplier nanos) {
        this.interval = interval;
        this.phase = phase;
        this.clock = clock;
        this.nanos = nanos;
        this.due = nanos.getAsLong() + untilPlace(Duration.ZERO).toNanos();
    }

    /** Zero when a request is due. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, due - nanos.getAsLong()));
    }

    boolean isDue() {
        return due - nanos.getAsLong() <= 0;
    }

    /** A request was made: the next one has its place an interval later, but so long from now at least. */
    void next(Duration atLeast) {
        Duration after = interval.minus(interval.dividedBy(EARLY)).plus(extra);
        due = nanos.getAsLong()
                + untilPlace(after.compareTo(atLeast) > 0 ? after : atLeast).toNanos();
    }

    /** There is nothing to send at this place: the next one it is. */
    void skip() {
        due = nanos.getAsLong()
                + untilPlace(hasPlaces() ? Duration.ofMillis(1) : Duration.ZERO).toNanos();
    }

    boolean hasPlaces() {
        return !interval.isZero();
    }

    /** Something changed that makes it worth to ask out of turn. */
    void atOnce() {
        due = nanos.getAsLong();
    }

    /** The server says that requests come too often. */
    void slower() {
        Duration more = extra.isZero() ? FIRST_EXTRA : extra.multipliedBy(2);
        extra = more.compareTo(BackOff.LAST) > 0 ? BackOff.LAST : more;
    }

    /** It doesn't any more. */
    void faster() {
        extra = extra.compareTo(FIRST_EXTRA) <= 0 ? Duration.ZERO : extra.dividedBy(2);
    }

    private Duration untilPlace(Duration from) {
        if (interval.isZero()) {
            return from;
        }
        long past = Math.floorMod(clock.millis() + from.toMillis() - phase.toMillis(), interval.toMillis());
        return past == 0 ? from : from.plusMillis(interval.toMillis() - past);
    }
}
