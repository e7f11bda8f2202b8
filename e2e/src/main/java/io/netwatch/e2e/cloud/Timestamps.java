package io.netwatch.e2e.cloud;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/** RFC 3339, whose offset need not be UTC's. */
final class Timestamps {
    private static final Duration MAX_SKEW = Duration.ofHours(24);

    private Timestamps() {}

    /** @throws java.time.format.DateTimeParseException when it is a day that isn't, such as February 30th */
    static Instant parse(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    static boolean isNear(Instant timestamp, Clock clock) {
        return Duration.between(timestamp, clock.instant()).abs().compareTo(MAX_SKEW) <= 0;
    }
}
