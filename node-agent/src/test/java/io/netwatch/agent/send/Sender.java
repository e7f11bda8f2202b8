package io.netwatch.agent.send;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An upload with all that it needs, on a clock of the test's own. */
final class Sender implements AutoCloseable {
    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    static final Duration INTERVAL = Duration.ofSeconds(60);
    final MutableClock clock = new MutableClock(START);
    final Path keyFile;
    private final Path folder;
    private final ExecutorService http = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "test-http");
        thread.setDaemon(true);
        return thread;
    });
    private Destination destination;
    /** Time enough for a server that answers, on a busy machine, too. */
    private Duration deadline = Duration.ofSeconds(20);

    private Spool spool;
    private Upload upload;
    private boolean hostKnown = true;
    private int added;

    Sender(Path folder, FakeCloud cloud) throws IOException {
        this(folder, new Destination("a", URI.create(cloud.uri()), cloud.caBundle(), null, INTERVAL, Duration.ZERO));
    }

    Sender(Path folder, Destination destination) throws IOException {
        this.folder = folder;
        this.keyFile = folder.resolve("key");
        this.destination = destination;
        Files.writeString(keyFile, "nw_ak_first\n");
        start();
    }

    void start() throws IOException {
        spool = Spool.open(folder.resolve("spool"), 64 * 1024 * 1024);
        upload = new Upload(
                destination,
                spool.queue(destination.id()),
                () -> Files.readString(keyFile),
                new Origin("1.2.3", () -> hostKnown ? Samples.HOST : null, () -> true),
                clock,
                clock::nanos,
                new NoChance(),
                http,
                deadline);
    }

    /** Another process of the agent takes over. */
    void restart() throws IOException {
        spool.close();
        start();
    }

    /** With little patience. */
    void restart(Duration patience) throws IOException {
        deadline = patience;
        restart();
    }

    void restart(Destination other) throws IOException {
        destination = other;
        restart();
    }

    void setHostKnown(boolean known) {
        hostKnown = known;
    }

    Destination destination() {
        return destination;
    }

    /** So many snapshots, a second apart, up to the present. */
    void add(int count) {
        for (int i = 0; i < count; i++) {
            upload.add(taken(added), Samples.empty(taken(added)));
            added++;
        }
    }

    static Instant taken(int number) {
        return START.plusMillis(number);
    }

    Upload upload() {
        return upload;
    }

    Duration step() {
        try {
            return upload.step();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lets time pass, a step each second. */
    void run(Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            clock.pass(Duration.ofSeconds(1));
            step();
        }
    }

    void key(String key) {
        try {
            Files.writeString(keyFile, key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    QueueCounts counts() {
        return spool.queue(destination.id()).counts();
    }

    UploadStatus.State state() {
        return upload.status().state();
    }

    String message() {
        return upload.status().message();
    }

    @Override
    public void close() {
        upload.close();
        spool.close();
        http.shutdownNow();
    }

    /** Gives the lower end of each range, so that waits are as long as they can be. */
    private static final class NoChance extends Random {
        private static final long serialVersionUID = 1L;

        @Override
        public double nextDouble() {
            return 0;
        }
    }
}
