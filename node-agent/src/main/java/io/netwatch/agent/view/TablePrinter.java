package io.netwatch.agent.view;

import io.netwatch.agent.track.Connection;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Writes the table again and again: in place on a terminal, else by appending what changed since the last time. One
 * thread.
 */
public final class TablePrinter {
    // ECMA-48: cursor to the upper left; erase to the end of the line; erase to the end of the screen
    private static final String HOME = "\033[H";
    private static final String CLEAR_LINE = "\033[K";
    private static final String CLEAR_REST = "\033[J";

    /** Rows to append at a time, at most. */
    private static final int APPENDED = 500;

    private final Connections connections;
    private final Counters counters;
    private final Predicate<Connection> filter;
    private final Clock clock;
    private final Terminal terminal;
    private final PrintStream out;
    private Instant written = Instant.MIN;

    public TablePrinter(
            Connections connections,
            Counters counters,
            Predicate<Connection> filter,
            Clock clock,
            Terminal terminal,
            PrintStream out) {
        this.connections = connections;
        this.counters = counters;
        this.filter = filter;
        this.clock = clock;
        this.terminal = terminal;
        this.out = out;
    }

    /** Writes once. Returns false when nobody reads any more. */
    public boolean refresh() {
        Optional<Terminal.Size> size = terminal.size();
        if (size.isPresent()) {
            redraw(size.get());
        } else {
            append();
        }
        return !out.checkError();
    }

    private void redraw(Terminal.Size size) {
        // one line less than the terminal has: a line end on the last one would scroll it
        int height = size.height() - 1;
        NewestConnections newest = NewestConnections.of(connections, filter, height);
        List<String> lines = TableView.screen(newest, counters.now(), size.width(), height, clock.instant());
        StringBuilder frame = new StringBuilder(HOME);
        lines.forEach(line -> frame.append(line).append(CLEAR_LINE).append('\n'));
        out.print(frame.append(CLEAR_REST));
        out.flush();
    }

    private void append() {
        Instant now = clock.instant();
        Instant since = written;
        if (since.equals(Instant.MIN)) {
            TableView.summary(counters.now()).forEach(out::println);
            out.println(TableView.title());
        }
        NewestConnections changed = NewestConnections.of(
                connections, filter.and(connection -> connection.changed().compareTo(since) > 0), APPENDED);
        TableView.rows(changed, now).forEach(out::println);
        if (!changed.items().isEmpty()) {
            written = changed.items().get(0).changed();
        } else if (since.equals(Instant.MIN)) {
            written = now;
        }
    }
}
