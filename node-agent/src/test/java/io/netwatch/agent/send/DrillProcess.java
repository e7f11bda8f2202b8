package io.netwatch.agent.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link DrillAgent}, as whoever kills it sees it. */
final class DrillProcess implements AutoCloseable {
    /** It writes within this, if it has anything to write. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** Of SQLite's journal: sqlite.org/fileformat2.html, "The Rollback Journal". */
    private static final int HEADER_BYTES = 28;

    private final Path journal;
    private final Process process;
    private final BufferedReader out;
    private final List<DrillAgent.Said> said = new ArrayList<>();

    DrillProcess(Path spool, String endpoint, Path caBundle, Instant begin, Path library) throws IOException {
        this.journal = spool.resolve("spool.db-journal");
        this.process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DrillAgent.class.getName(),
                        spool.toString(),
                        endpoint,
                        caBundle.toString(),
                        begin.toString(),
                        library.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Waits until it has opened its spool. */
    void awaitStart() throws IOException {
        assertThat(read()).as("the agent begins").isTrue();
    }

    /** All so far that was read. */
    List<DrillAgent.Said> said() {
        return List.copyOf(said);
    }

    DrillAgent.Said last() {
        return said.get(said.size() - 1);
    }

    /** Lets it take so many, and waits until it has. */
    void take(int count) throws IOException {
        long until = last().appended() + count;
        ask("take " + count);
        readUntil(until);
    }

    /** Lets it take so many, and waits for some of these only. */
    void take(int count, int some) throws IOException {
        long until = last().appended() + some;
        ask("take " + count);
        readUntil(until);
    }

    /** Lets it deliver all that waits. */
    void rest() throws IOException {
        ask("rest");
        while (last().queued() > 0) {
            assertThat(read()).as("the agent delivers").isTrue();
        }
    }

    void ask(String line) throws IOException {
        OutputStream in = process.getOutputStream();
        in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
    }

    private void readUntil(long appended) throws IOException {
        while (last().appended() < appended) {
            assertThat(read()).as("the agent takes snapshots").isTrue();
        }
    }

    /** Returns false at the end. */
    private boolean read() throws IOException {
        String line = out.readLine();
        DrillAgent.Said more = line == null ? null : DrillAgent.Said.of(line);
        if (more != null) {
            said.add(more);
        }
        return more != null;
    }

    /** SIGKILL, as soon as it is seen to write, or when it writes nothing. Returns whether it left a transaction half done. */
    boolean kill() throws IOException, InterruptedException {
        try (FileChannel file = FileChannel.open(journal)) {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!isWriting(file) && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            process.toHandle().destroyForcibly(); // which leaves what it said to be read
            process.waitFor();
            while (read()) {
                // what it had said, but for a line that is cut
            }
            return isWriting(file);
        }
    }

    /** The journal has a header while there is a transaction, and zeros in its place afterwards. */
    private static boolean isWriting(FileChannel journal) throws IOException {
        byte[] header = new byte[HEADER_BYTES];
        journal.read(ByteBuffer.wrap(header), 0);
        return !Arrays.equals(header, new byte[HEADER_BYTES]);
    }

    /** Lets it end by itself. */
    void end() throws IOException, InterruptedException {
        process.getOutputStream().close();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("the agent ends").isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
