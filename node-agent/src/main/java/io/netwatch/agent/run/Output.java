package io.netwatch.agent.run;

import io.netwatch.agent.config.AgentConfig;
import io.netwatch.agent.track.Connection;
import io.netwatch.agent.view.ChangeQueue;
import io.netwatch.agent.view.Changes;
import io.netwatch.agent.view.ConnectionMatch;
import io.netwatch.agent.view.JsonLines;
import io.netwatch.agent.view.StandardOutput;
import io.netwatch.agent.view.TablePrinter;
import io.netwatch.api.node.ExitReason;
import io.quarkus.runtime.Quarkus;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.function.Predicate;

/**
 * The thread {@code output}, which writes the table or the JSON lines. When nobody reads them any more, as in
 * {@code | head}, it ends the process.
 */
final class Output implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int QUEUE = 8192;
    private static final long REFRESH_MILLIS = 1000;
    private static final long JSON_WAIT_MILLIS = 200;

    private final Thread thread;
    private final Changes.Subscription feed;
    private volatile boolean wanted = true;

    private Output(Round round, Changes.Subscription feed) {
        this.thread = new Thread(() -> repeat(round), "output");
        this.thread.setDaemon(true);
        this.feed = feed;
    }

    static Output of(AgentConfig config, Pipeline pipeline) {
        PrintStream out = new PrintStream(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER_BYTES),
                false,
                StandardCharsets.UTF_8);
        Predicate<Connection> match = new ConnectionMatch(config.filter());
        return switch (config.output()) {
            case TABLE -> table(pipeline, match, out);
            case JSON -> lines(pipeline, match, out);
            case NONE -> new Output(Output::pause, () -> {});
        };
    }

    private static Output lines(Pipeline pipeline, Predicate<Connection> match, PrintStream out) {
        ChangeQueue queue = new ChangeQueue(QUEUE);
        JsonLines lines = new JsonLines(queue, out);
        return new Output(
                () -> lines.writeNext(JSON_WAIT_MILLIS),
                pipeline.changesFromStart().subscribe(change -> {
                    if (match.test(change.connection())) {
                        queue.accept(change);
                    }
                }));
    }

    private static Output table(Pipeline pipeline, Predicate<Connection> match, PrintStream out) {
        TablePrinter printer = new TablePrinter(
                pipeline.connections(), pipeline.counters(), match, Clock.systemUTC(), new StandardOutput(), out);
        return new Output(() -> printer.refresh() && pause(), () -> {});
    }

    private static boolean pause() throws InterruptedException {
        Thread.sleep(REFRESH_MILLIS);
        return true;
    }

    void start() {
        thread.start();
    }

    /** Whether somebody still reads it. */
    boolean isWanted() {
        return wanted;
    }

    @Override
    public void close() {
        feed.close();
        thread.interrupt();
    }

    private void repeat(Round round) {
        try {
            while (wanted) {
                wanted = round.write();
            }
            Quarkus.asyncExit(ExitReason.ENDED.code());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the process ends
        }
    }

    /** One piece of output; false when nobody reads it. */
    private interface Round {
        boolean write() throws InterruptedException;
    }
}
