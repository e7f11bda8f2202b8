package io.netwatch.agent.view;

import java.time.Duration;
import java.util.Locale;

/** Quantities in at most six characters, ASCII only. */
final class HumanUnits {
    private static final String SCALES = "KMGTPE";

    private HumanUnits() {}

    /** {@code 0B}, {@code 999B}, {@code 1.5K}, {@code 32M}; powers of 1024. */
    static String bytes(long bytes) {
        if (bytes < 1024) {
            return bytes + "B";
        }
        double value = bytes;
        int scale = -1;
        while (value >= 1023.5 && scale < SCALES.length() - 1) {
            value /= 1024;
            scale++;
        }
        return threeDigits(value) + SCALES.charAt(scale);
    }

    /** {@code 45us}, {@code 1.2ms}, {@code 120ms}, {@code 3.0s}. */
    static String micros(long micros) {
        if (micros < 1000) {
            return micros + "us";
        }
        return micros < 999_500 ? threeDigits(micros / 1e3) + "ms" : threeDigits(micros / 1e6) + "s";
    }

    /** {@code 0s}, {@code 59s}, {@code 3m07s}, {@code 2h05m}, {@code 12d3h}. A negative one, of clocks that differ, is 0. */
    static String age(Duration age) {
        long seconds = Math.max(0, age.toSeconds());
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return twoUnits(seconds / 60, 'm', seconds % 60, 's');
        }
        if (seconds < 86_400) {
            return twoUnits(seconds / 3600, 'h', seconds / 60 % 60, 'm');
        }
        long days = seconds / 86_400;
        return days < 100 ? days + "d" + seconds / 3600 % 24 + "h" : days + "d";
    }

    private static String twoUnits(long large, char largeUnit, long small, char smallUnit) {
        return large + String.valueOf(largeUnit) + (small < 10 ? "0" : "") + small + smallUnit;
    }

    private static String threeDigits(double value) {
        return String.format(Locale.ROOT, value < 9.95 ? "%.1f" : "%.0f", value);
    }
}
