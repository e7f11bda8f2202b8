package io.netwatch.agent.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Streams the rows of {@code /proc/<pid>/net/tcp} or {@code tcp6}, however many there are, through one buffer. A line
 * that is no row is counted and skipped. Used by one thread.
 */
final class TcpTableReader {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final TcpRowParser parser = new TcpRowParser();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private boolean heading;
    private boolean tooLong;
    private long malformed;

    /** Gives every row of a file in its order; the first line is the heading. */
    void read(Path file, Consumer<TcpRow> rows) throws IOException {
        heading = true;
        tooLong = false;
        try (InputStream in = Files.newInputStream(file)) {
            int kept = 0;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer, kept, BUFFER_BYTES - kept)) {
                kept = takeLines(kept, kept + read, rows);
            }
            if (kept > 0 || tooLong) {
                takeLine(0, kept, rows);
            }
        }
    }

    /** Lines since the start that were no rows. */
    long malformed() {
        return malformed;
    }

    /** Takes the whole lines; bytes from {@code unread} on are new. Returns how many are kept of the last line. */
    private int takeLines(int unread, int end, Consumer<TcpRow> rows) {
        int start = 0;
        for (int i = unread; i < end; i++) {
            if (buffer[i] == '\n') {
                takeLine(start, i, rows);
                start = i + 1;
            }
        }
        if (end - start == BUFFER_BYTES) {
            tooLong = true;
            return 0;
        }
        System.arraycopy(buffer, start, buffer, 0, end - start);
        return end - start;
    }

    private void takeLine(int from, int to, Consumer<TcpRow> rows) {
        TcpRow row = heading || tooLong ? null : parser.parse(buffer, from, to);
        if (row != null) {
            rows.accept(row);
        } else if (!heading) {
            malformed++;
        }
        heading = false;
        tooLong = false;
    }
}
