package io.netwatch.e2e.cloud;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a person wants to be answered instead.
 *
 * @param status 207, of which every second snapshot is refused with 503; or 400 to 599
 * @param count how often; {@link #ALWAYS}
 */
public record ForcedAnswer(int status, int count) {
    /** As long as the receiver runs. */
    public static final int ALWAYS = Integer.MAX_VALUE;

    /** Some snapshots taken, some not. */
    static final int PARTLY = 207;

    private static final Pattern FORM = Pattern.compile("([0-9]{3})(?::([0-9]{1,9}))?");

    public ForcedAnswer {
        if (status != PARTLY && (status < 400 || status > 599)) {
            throw new IllegalArgumentException("an answer is 207, or 400 to 599; got " + status);
        }
        if (count < 1) {
            throw new IllegalArgumentException("an answer is given once or more often; got " + count);
        }
    }

    /**
     * From {@code STATUS[:COUNT]}.
     *
     * @throws IllegalArgumentException with a sentence for a person
     */
    public static ForcedAnswer parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("an answer is STATUS or STATUS:COUNT, as in 503:3; got " + text);
        }
        return new ForcedAnswer(
                Integer.parseInt(form.group(1)), form.group(2) == null ? ALWAYS : Integer.parseInt(form.group(2)));
    }

    /** The same with one less; null after the last. */
    ForcedAnswer next() {
        return count == ALWAYS ? this : count == 1 ? null : new ForcedAnswer(status, count - 1);
    }
}
