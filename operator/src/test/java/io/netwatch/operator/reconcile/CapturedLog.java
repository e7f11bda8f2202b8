package io.netwatch.operator.reconcile;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** All that is logged from its making to its closing, the project's own down to the finest level. */
final class CapturedLog implements AutoCloseable {
    private final Logger root = Logger.getLogger("");
    private final Logger own = Logger.getLogger("io.netwatch");
    private final Level before = own.getLevel();
    private final List<String> lines = new ArrayList<>();
    private final Handler handler = new Handler() {
        private final SimpleFormatter format = new SimpleFormatter();

        @Override
        public void publish(LogRecord line) {
            synchronized (lines) {
                lines.add(format.format(line));
            }
        }

        @Override
        public void flush() {
            // nothing is held back
        }

        @Override
        public void close() {
            // nothing is open
        }
    };

    CapturedLog() {
        handler.setLevel(Level.ALL);
        own.setLevel(Level.ALL);
        root.addHandler(handler);
    }

    String text() {
        synchronized (lines) {
            return String.join("\n", lines);
        }
    }

    @Override
    public void close() {
        root.removeHandler(handler);
        own.setLevel(before);
    }
}
