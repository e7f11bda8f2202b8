package io.netwatch.agent.collect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Files of /proc, /sys and /etc as text, and the numbers in them. Bytes that are not UTF-8 become U+FFFD. */
final class ProcText {
    private static final String[] NO_FIELDS = {};

    private ProcText() {}

    static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    /** Null when it can't be read. */
    static String readOrNull(Path file) {
        try {
            return read(file);
        } catch (IOException e) {
            return null;
        }
    }

    static List<String> lines(Path file) throws IOException {
        return read(file).lines().toList();
    }

    /** What is between blanks. */
    static String[] fields(String line) {
        String stripped = line.strip();
        return stripped.isEmpty() ? NO_FIELDS : stripped.split("\\s+", -1);
    }

    /** A number without sign; -1 when it is none, or over {@link Long#MAX_VALUE}. */
    static long number(String digits) {
        if (digits.isEmpty() || digits.charAt(0) < '0' || digits.charAt(0) > '9') {
            return -1; // which parseLong would take with a sign
        }
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Rounded to one decimal, as the wire's shares of a hundred are. */
    static double oneDecimal(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
