package io.netwatch.agent.policy;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * How much of a policy its CPU budget leaves. Above the budget it goes down a rung at each look; after a minute below half
 * of it, up one. Used by one thread, with the clock of whoever looks.
 */
final class Ladder {
    private static final long REST_MILLIS = TimeUnit.MINUTES.toMillis(1);
    private static final long NEVER = Long.MIN_VALUE;
    /** Of connections that the policy would have told one by one. */
    private static final int SAMPLE = 10;

    private Rung rung = Rung.FULL;
    private long quietSince = NEVER;

    /** From all to nothing. */
    enum Rung {
        FULL,
        /** One connection in ten is told one by one. */
        SAMPLED,
        /** None is; all are counted. */
        TOTALS,
        /** As if the policy were not there. */
        DETACHED;

        private Rung below() {
            return switch (this) {
                case FULL -> SAMPLED;
                case SAMPLED -> TOTALS;
                case TOTALS, DETACHED -> DETACHED;
            };
        }

        private Rung above() {
            return switch (this) {
                case FULL, SAMPLED -> FULL;
                case TOTALS -> SAMPLED;
                case DETACHED -> TOTALS;
            };
        }

        /** As in {@code PolicyReport.detail}. */
        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Looks at what was spent lately; returns whether the rung changed.
     *
     * @param now ms, of any clock that does not go back
     * @param cores spent on the policy, on average since the last look
     * @param budget 0 = no limit
     */
    boolean look(long now, double cores, double budget) {
        Rung before = rung;
        if (budget <= 0) {
            rung = Rung.FULL;
        } else if (cores > budget) {
            rung = rung.below();
            quietSince = NEVER;
        } else if (cores >= budget / 2) {
            quietSince = NEVER;
        } else if (quietSince == NEVER) {
            quietSince = now;
        } else if (now - quietSince >= REST_MILLIS) {
            rung = rung.above();
            quietSince = now;
        }
        return rung != before;
    }

    Rung rung() {
        return rung;
    }

    /** The share of connections that is told one by one, of what the policy asks for. */
    int share(int asked) {
        return switch (rung) {
            case FULL -> asked;
            case SAMPLED -> Math.max(1, asked / SAMPLE);
            case TOTALS, DETACHED -> 0;
        };
    }
}
