package io.netwatch.agent.run;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Timestamps of snapshots, no two of one host the same, whatever its clock does: the cloud tells a host's snapshots apart by them, also
 * those of different policies. Safe for any thread.
 */
final class Stamps {
    private final Clock clock;
    private Instant last = Instant.EPOCH;

    Stamps(Clock clock) {
        this.clock = clock;
    }

    /** Now, to the millisecond; a little later if that is taken. A clock that was set back begins anew. */
    synchronized Instant next() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        boolean taken = !now.isAfter(last) && last.isBefore(now.plusSeconds(1));
        last = taken ? last.plusMillis(1) : now;
        return last;
    }
}
