package io.netwatch.api.policy;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Kubernetes writes them ({@code 15s}, {@code 1m30s}; Go's {@code time.ParseDuration} without fractions). */
public final class SnapshotInterval {
    private static final Pattern WHOLE = Pattern.compile("(\\d{1,9}(ms|s|m|h))+");
    private static final Pattern PART = Pattern.compile("(\\d+)(ms|s|m|h)");
    private static final Map<String, Duration> UNITS = Map.of(
            "ms",
            Duration.ofMillis(1),
            "s",
            Duration.ofSeconds(1),
            "m",
            Duration.ofMinutes(1),
            "h",
            Duration.ofHours(1));
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofHours(1);

    private SnapshotInterval() {}

    /** Reads a duration; throws {@link IllegalArgumentException} when the text is none. */
    public static Duration parse(String text) {
        if (!WHOLE.matcher(text).matches()) {
            throw new IllegalArgumentException(Rules.INTERVAL_MESSAGE);
        }
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            sum = sum.plus(UNITS.get(part.group(2)).multipliedBy(Long.parseLong(part.group(1))));
        }
        return sum;
    }

    static boolean isValid(String text) {
        if (!WHOLE.matcher(text).matches()) {
            return false;
        }
        Duration interval = parse(text);
        return interval.compareTo(LEAST) >= 0 && interval.compareTo(MOST) <= 0;
    }
}
