package io.netwatch.agent.send;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a server answered, whatever it is.
 *
 * @param text of its body, the first 64 KiB
 */
record Reply(int status, HttpHeaders headers, String text) {
    /** A longer wait is none that a server means. */
    static final Duration MAX_WAIT = Duration.ofHours(1);

    private static final int MAX_DIGITS = 9;

    /** Whether its content type says so; one that is missing says nothing against it. */
    boolean saysJson() {
        return headers.firstValue("content-type")
                .map(type -> type.toLowerCase(Locale.ROOT).split(";", 2)[0].strip())
                .map(type -> type.equals("application/json") || type.endsWith("+json"))
                .orElse(true);
    }

    /** A page for people: of something that stands between, not of an API. */
    boolean isPage() {
        return headers.firstValue("content-type")
                .filter(type -> type.toLowerCase(Locale.ROOT).contains("html"))
                .isPresent();
    }

    /** RFC 9110 section 10.2.3, in seconds or as a date; at most an hour. Empty when there is none that makes sense. */
    Optional<Duration> retryAfter(Instant now) {
        return headers.firstValue("retry-after")
                .map(String::strip)
                .flatMap(value -> seconds(value).or(() -> date(value).map(date -> Duration.between(now, date))))
                .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
                .map(wait -> wait.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : wait);
    }

    private static Optional<Duration> seconds(String value) {
        if (value.isEmpty() || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        return Optional.of(value.length() > MAX_DIGITS ? MAX_WAIT : Duration.ofSeconds(Long.parseLong(value)));
    }

    /** The server's clock when it answered. */
    Optional<Instant> date() {
        return headers.firstValue("date").flatMap(Reply::date);
    }

    private static Optional<Instant> date(String value) {
        try {
            return Optional.of(ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Whether it says which encodings of a request's body the server takes, RFC 9110 section 12.5.3; empty when it says nothing. */
    Optional<Boolean> takesGzip() {
        if (headers.firstValue("accept-encoding").isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(headers.allValues("accept-encoding").stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(coding -> coding.toLowerCase(Locale.ROOT).replace(" ", ""))
                .anyMatch(coding -> coding.equals("gzip") || (coding.startsWith("gzip;q=") && !isZero(coding))));
    }

    private static boolean isZero(String coding) {
        return coding.substring("gzip;q=".length()).chars().allMatch(c -> c == '0' || c == '.');
    }
}
