package io.netwatch.agent.policy;

import java.util.concurrent.TimeUnit;

/** How fast a count grew over the last ten samples or so. Used by one thread. */
final class Rate {
    private static final int SAMPLES = 11;

    private final long[] counts = new long[SAMPLES];
    private final long[] times = new long[SAMPLES];
    private int taken;

    /** Takes the count at a time in ms; returns by how much it grew since the sample before, 0 for the first. */
    long sample(long now, long count) {
        long grown = taken == 0 ? 0 : count - counts[(taken - 1) % SAMPLES];
        counts[taken % SAMPLES] = count;
        times[taken % SAMPLES] = now;
        taken++;
        return grown;
    }

    /** 0 before there are two samples. */
    double perSecond() {
        if (taken < 2) {
            return 0;
        }
        int last = (taken - 1) % SAMPLES;
        int first = taken <= SAMPLES ? 0 : taken % SAMPLES;
        long millis = times[last] - times[first];
        return millis <= 0 ? 0 : (double) (counts[last] - counts[first]) * TimeUnit.SECONDS.toMillis(1) / millis;
    }
}
