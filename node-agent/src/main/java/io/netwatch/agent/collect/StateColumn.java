package io.netwatch.agent.collect;

import io.netwatch.agent.event.TcpState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Counts the rows of {@code /proc/<pid>/net/tcp} and {@code tcp6} by their fourth column, the state, as they stream by. Nothing is kept
 * of a row, and nothing allocated for it. Used by one thread.
 */
final class StateColumn {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int COLUMN = 4;
    private static final int STATES = TcpState.NEW_SYN_RECV.code() + 1;
    private static final int NONE = -1;

    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final long[] counts = new long[STATES];
    private long malformed;

    // the row that is being read
    private int column;
    private boolean inField;
    private int value;
    private int digits;

    void clear() {
        Arrays.fill(counts, 0);
    }

    /** Adds a file's rows; the first line is the heading. */
    void add(Path file) throws IOException {
        boolean heading = true;
        begin();
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    if (buffer[i] != '\n') {
                        take(buffer[i]);
                        continue;
                    }
                    if (!heading) {
                        end();
                    }
                    heading = false;
                    begin();
                }
            }
        }
        if (!heading && column > 0) {
            end();
        }
    }

    long count(TcpState state) {
        return counts[state.code()];
    }

    /** Rows since the start whose state is none. */
    long malformed() {
        return malformed;
    }

    private void begin() {
        column = 0;
        inField = false;
        value = 0;
        digits = 0;
    }

    private void take(byte next) {
        if (next == ' ') {
            inField = false;
            return;
        }
        if (!inField) {
            inField = true;
            column++;
        }
        if (column == COLUMN && value != NONE) {
            int digit = Character.digit((char) (next & 0xff), 16);
            value = digit < 0 || digits == 2 ? NONE : value << 4 | digit;
            digits++;
        }
    }

    private void end() {
        if (value > 0 && value < STATES && digits == 2) {
            counts[value]++;
        } else {
            malformed++;
        }
    }
}
