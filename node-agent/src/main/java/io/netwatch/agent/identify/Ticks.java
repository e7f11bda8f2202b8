package io.netwatch.agent.identify;

/**
 * Times in 4 bytes: steps of 64 ms since the agent started, which last for four years either way. What is longer ago was ever so.
 */
final class Ticks {
    static final int EVER = Integer.MIN_VALUE;
    static final int NEVER = Integer.MAX_VALUE;

    private static final int SHIFT = 6;

    private final long base;

    /** {@code baseMillis}: about now, milliseconds since 1970. */
    Ticks(long baseMillis) {
        this.base = baseMillis;
    }

    /** The step in which a time is, milliseconds since 1970. */
    int at(long millis) {
        long steps = (millis - base) >> SHIFT;
        return (int) Math.max(EVER, Math.min(NEVER, steps));
    }

    /** So many steps that a time is surely over. */
    static int of(long millis) {
        return (int) (millis >> SHIFT) + 1;
    }
}
