package io.netwatch.agent.send;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before the next attempt: 5 s, then twice as long each time, up to 5 minutes; less up to a half by chance. */
final class BackOff {
    static final Duration FIRST = Duration.ofSeconds(5);
    static final Duration LAST = Duration.ofMinutes(5);

    private final RandomGenerator chance;
    private Duration next = FIRST;

    BackOff(RandomGenerator chance) {
        this.chance = chance;
    }

    /** The wait after one more failure. */
    Duration next() {
        Duration wait = Duration.ofMillis((long) (next.toMillis() * (1 - chance.nextDouble() / 2)));
        next = next.compareTo(LAST.dividedBy(2)) > 0 ? LAST : next.multipliedBy(2);
        return wait;
    }

    /** It worked. */
    void reset() {
        next = FIRST;
    }
}
