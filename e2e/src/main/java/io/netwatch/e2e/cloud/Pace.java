package io.netwatch.e2e.cloud;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** So many requests within any minute, and no more. One thread at a time. */
final class Pace {
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final int limit;
    private final Clock clock;
    private final Deque<Instant> taken = new ArrayDeque<>();

    Pace(int limit, Clock clock) {
        this.limit = limit;
        this.clock = clock;
    }

    /** Takes one request. Whole seconds until there is room for it, at least 1; 0 when it was taken. */
    long take() {
        Instant now = clock.instant();
        while (!taken.isEmpty() && !taken.peekFirst().plus(WINDOW).isAfter(now)) {
            taken.removeFirst();
        }
        if (taken.size() < limit) {
            taken.addLast(now);
            return 0;
        }
        return Duration.between(now, taken.peekFirst().plus(WINDOW))
                .plusNanos(999_999_999)
                .toSeconds();
    }
}
