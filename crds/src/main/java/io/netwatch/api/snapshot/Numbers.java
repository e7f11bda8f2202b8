package io.netwatch.api.snapshot;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Keeps out of a record what JSON or the server's types can't carry: a number that isn't finite, and one below 0 where the server counts.
 * It becomes null where null is allowed, else 0. One such number must not cost the whole snapshot, which the server would reject for it.
 */
final class Numbers {
    private Numbers() {}

    static long count(long value) {
        return Math.max(value, 0);
    }

    static int count(int value) {
        return Math.max(value, 0);
    }

    static Long countOrNull(Long value) {
        return value == null || value < 0 ? null : value;
    }

    static Integer countOrNull(Integer value) {
        return value == null || value < 0 ? null : value;
    }

    static double finite(double value) {
        return Double.isFinite(value) ? value : 0.0;
    }

    static Double finiteOrNull(Double value) {
        return value == null || !Double.isFinite(value) ? null : value;
    }

    /** @param values null = absent; no null among them */
    static List<Long> counts(List<Long> values) {
        return values == null ? null : values.stream().map(Numbers::count).toList();
    }

    /** As {@link #counts}. */
    static List<Double> finites(List<Double> values) {
        return values == null ? null : values.stream().map(Numbers::finite).toList();
    }

    /** @param values null = absent; a null among them stays */
    static List<Double> finitesOrNull(List<Double> values) {
        if (values == null) {
            return null;
        }
        List<Double> finite = new ArrayList<>(values);
        finite.replaceAll(Numbers::finiteOrNull);
        return Collections.unmodifiableList(finite);
    }
}
