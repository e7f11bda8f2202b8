package io.netwatch.agent.view;

import java.io.PrintStream;

/** Writes changes as lines of JSON, one object each, as they come. One thread. */
public final class JsonLines {
    private static final int BATCH = 256;

    private final ChangeQueue queue;
    private final PrintStream out;

    /** {@code out} should buffer: it is flushed whenever nothing more waits. */
    public JsonLines(ChangeQueue queue, PrintStream out) {
        this.queue = queue;
        this.out = out;
    }

    /** Writes what waits, at most so long after it came. Returns false when nobody reads any more. */
    public boolean writeNext(long waitMillis) throws InterruptedException {
        ChangeQueue.Line line = queue.poll(waitMillis);
        for (int i = 0; line != null && i < BATCH; i++) {
            out.print(line.json());
            out.print('\n');
            line = i + 1 < BATCH ? queue.poll() : null;
        }
        return !out.checkError(); // which flushes
    }
}
