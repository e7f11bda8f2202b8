package io.netwatch.agent.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes, written as a person does: {@code 4096}, {@code 64K}, {@code 4M}, {@code 1G}; powers of 1024. */
public record ByteSize(long bytes) {
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,9})([KMG]?)(i?B)?", Pattern.CASE_INSENSITIVE);
    private static final String UNITS = "KMG";

    /** Throws {@link IllegalArgumentException} for anything else. */
    public static ByteSize parse(String text) {
        Matcher matcher = TEXT.matcher(text.trim());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no size; write one like 64K, 4M or 1G");
        }
        int power =
                matcher.group(2).isEmpty() ? 0 : UNITS.indexOf(matcher.group(2).toUpperCase(Locale.ROOT)) + 1;
        return new ByteSize(Long.parseLong(matcher.group(1)) << (10 * power));
    }

    /** In the largest unit that divides it. */
    @Override
    public String toString() {
        long count = bytes;
        int unit = 0;
        while (unit < UNITS.length() && count != 0 && count % 1024 == 0) {
            count /= 1024;
            unit++;
        }
        return unit == 0 ? Long.toString(count) : count + UNITS.substring(unit - 1, unit);
    }
}
