package io.netwatch.agent.send;

import io.netwatch.api.snapshot.ProcessBandwidth;
import io.netwatch.api.snapshot.Snapshot;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What an agent does with its snapshots, as a process of its own: takes one every 15 seconds of a clock that it drives, and sends what is due.
 * Does what is asked on standard input: {@code take} and how many, or {@code rest}, which lets time pass until none waits. After each
 * snapshot and whenever time has passed it prints a line with its counts. Ends with its input.
 */
final class DrillAgent {
    static final long MAX_BYTES = 1024 * 1024;
    static final Duration TICK = Duration.ofSeconds(15);

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final Path folder;
    private final Instant begin;
    private final Spool spool;
    private final MutableClock clock;
    private final Upload upload;

    private DrillAgent(Path folder, String endpoint, String caBundle, Instant begin) throws IOException {
        this.folder = folder;
        this.begin = begin;
        this.spool = Spool.open(folder, MAX_BYTES);
        this.clock = new MutableClock(taken(begin, spool.queue("a").counts().appended()));
        this.upload = upload(spool, endpoint, caBundle, clock);
    }

    static Upload upload(Spool spool, String endpoint, String caBundle, MutableClock clock) {
        return new Upload(
                new Destination("a", URI.create(endpoint), caBundle, null, Duration.ofMinutes(1), Duration.ZERO),
                spool.queue("a"),
                () -> "nw_ak_x",
                new Origin("1.2.3", () -> Samples.HOST, () -> true),
                clock,
                clock::nanos,
                new Random(),
                DrillAgent::start);
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "test-http");
        thread.setDaemon(true);
        thread.start();
    }

    /** When the snapshot with that number is taken. */
    static Instant taken(Instant begin, long number) {
        return begin.plus(TICK.multipliedBy(number));
    }

    /** Of some 5 kB that don't compress, more or less. */
    static Snapshot snapshot(Instant begin, long number) {
        Random chance = new Random(number);
        List<ProcessBandwidth> processes = IntStream.range(0, 130 + (int) (number % 7) * 10)
                .mapToObj(i -> new ProcessBandwidth(
                        Long.toHexString(chance.nextLong()),
                        i,
                        chance.nextInt(Integer.MAX_VALUE),
                        chance.nextInt(Integer.MAX_VALUE),
                        1.0,
                        1.0,
                        1))
                .toList();
        return Samples.with(taken(begin, number), processes, null);
    }

    /**
     * Its counts at some time.
     *
     * @param written whether its disk took all that it was given
     * @param fileBytes of the spool's files
     */
    record Said(
            long appended,
            long delivered,
            long spoolFull,
            long diskFull,
            long dropped,
            long queued,
            boolean written,
            long fileBytes) {
        private static final String END = ".";

        String line() {
            return String.join(
                    " ",
                    List.of(
                            "" + appended,
                            "" + delivered,
                            "" + spoolFull,
                            "" + diskFull,
                            "" + dropped,
                            "" + queued,
                            "" + written,
                            "" + fileBytes,
                            END));
        }

        /** Null for a line that is cut. */
        static Said of(String line) {
            String[] words = line.split(" ", -1);
            if (!words[words.length - 1].equals(END)) {
                return null;
            }
            return new Said(
                    Long.parseLong(words[0]),
                    Long.parseLong(words[1]),
                    Long.parseLong(words[2]),
                    Long.parseLong(words[3]),
                    Long.parseLong(words[4]),
                    Long.parseLong(words[5]),
                    Boolean.parseBoolean(words[6]),
                    Long.parseLong(words[7]));
        }
    }

    public static void main(String... arguments) throws Exception {
        SqliteLibrary.unpackTo(Path.of(arguments[4]));
        DrillAgent agent = new DrillAgent(
                Path.of(arguments[0]),
                arguments[1],
                Files.readString(Path.of(arguments[2])),
                Instant.parse(arguments[3]));
        agent.say();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.startsWith("take ")) {
                agent.take(Integer.parseInt(line.substring("take ".length())));
            } else {
                agent.rest();
            }
        }
        agent.spool.close();
    }

    private void take(int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            long number = spool.queue("a").counts().appended();
            upload.add(taken(begin, number), snapshot(begin, number));
            say();
            upload.step();
            clock.pass(TICK);
        }
    }

    private void rest() throws InterruptedException {
        do {
            clock.pass(TICK);
            upload.step();
            say();
        } while (upload.status().queued() > 0);
    }

    private void say() {
        QueueCounts counts = spool.queue("a").counts();
        long bytes = folder.resolve("spool.db").toFile().length()
                + folder.resolve("spool.db-journal").toFile().length();
        out.println(new Said(
                        counts.appended(),
                        counts.delivered(),
                        counts.dropped().getOrDefault(DropReason.SPOOL_FULL, 0L),
                        counts.dropped().getOrDefault(DropReason.DISK_FULL, 0L),
                        counts.droppedInAll(),
                        counts.queued(),
                        spool.isWritable(),
                        bytes)
                .line());
    }
}
