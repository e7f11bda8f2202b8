package io.netwatch.agent.event;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;

/**
 * Times as RFC 3339 text in UTC, with milliseconds: {@code 2026-01-31T08:15:00.125Z}. For many that are of few days, of which
 * {@code Instant.toString} would make each anew. Used by one thread.
 */
public final class UtcText {
    private static final int DAY_MILLIS = (int) TimeUnit.DAYS.toMillis(1);
    private static final int HOUR = 11; // where it is in the text
    private static final int MINUTE = 14;
    private static final int SECOND = 17;
    private static final int MILLI = 20;

    private final byte[] text = "2026-01-31T08:15:00.125Z".getBytes(StandardCharsets.ISO_8859_1);
    private long day = Long.MIN_VALUE;

    /** {@code epochMillis} since 1970-01-01T00:00Z, of a year of four digits. */
    public String of(long epochMillis) {
        long its = Math.floorDiv(epochMillis, DAY_MILLIS);
        if (its != day) {
            day = its;
            byte[] date = LocalDate.ofEpochDay(its).toString().getBytes(StandardCharsets.ISO_8859_1);
            System.arraycopy(date, 0, text, 0, date.length);
        }
        int millis = Math.floorMod(epochMillis, DAY_MILLIS);
        two(HOUR, millis / 3_600_000);
        two(MINUTE, millis / 60_000 % 60);
        two(SECOND, millis / 1000 % 60);
        text[MILLI] = (byte) ('0' + millis / 100 % 10);
        two(MILLI + 1, millis % 100);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private void two(int at, int number) {
        text[at] = (byte) ('0' + number / 10);
        text[at + 1] = (byte) ('0' + number % 10);
    }
}
