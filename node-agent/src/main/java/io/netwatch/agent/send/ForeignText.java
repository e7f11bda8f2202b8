package io.netwatch.agent.send;

import java.util.regex.Pattern;

/** Text that somebody else wrote, made fit for logs and conditions: one line, bounded, and no key in it should it be echoed. */
final class ForeignText {
    static final int MAX_LENGTH = 200;
    /** Longer texts are not looked at. */
    private static final int MAX_READ = 4096;

    private static final Pattern KEY = Pattern.compile("nw_ak_[^\\s\"',;]+");
    private static final Pattern NOT_PRINTED =
            Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Co}\\p{Cn}\\p{Zl}\\p{Zp}\\uFFFD\\s]+");

    private ForeignText() {}

    /** {@code key} is what must not be in it; null text gives an empty one. */
    static String clean(String text, String key) {
        if (text == null) {
            return "";
        }
        String read = text.length() > MAX_READ ? text.substring(0, MAX_READ) : text;
        String plain = key.isEmpty() ? read : read.replace(key, "***");
        String line = NOT_PRINTED
                .matcher(KEY.matcher(plain).replaceAll("nw_ak_***"))
                .replaceAll(" ")
                .strip();
        if (line.length() <= MAX_LENGTH) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(MAX_LENGTH - 1)) ? MAX_LENGTH - 1 : MAX_LENGTH;
        return line.substring(0, end) + "...";
    }
}
