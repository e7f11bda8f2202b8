package io.netwatch.agent.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that spools and settles as fast as it can is killed at any moment, again and again. */
class SpoolKilledTest {
    private static final long MAX_BYTES = 1024 * 1024;
    private static final int ROUNDS = 6;
    private static final int NUMBER_BYTES = 20;

    @TempDir(factory = InMemory.class)
    private Path folder;

    @Test
    void losesNothingThatItHadTakenAndCountsEachOnce() throws Exception {
        Random chance = new Random(11);
        long acknowledged = 0;
        for (int round = 0; round < ROUNDS; round++) {
            acknowledged = Math.max(acknowledged, runAndKill(1 + chance.nextInt(150)));
            try (Spool spool = Spool.open(folder, MAX_BYTES)) {
                check(spool.queue("a"), acknowledged);
            }
        }
        assertThat(acknowledged).isGreaterThan(ROUNDS);
    }

    private static void check(SpoolQueue queue, long acknowledged) {
        QueueCounts counts = queue.counts();
        List<Spooled> left = queue.peek(Integer.MAX_VALUE, Long.MAX_VALUE);

        assertThat(counts.appended()).isGreaterThanOrEqualTo(acknowledged);
        assertThat(counts.delivered() + counts.droppedInAll() + counts.queued()).isEqualTo(counts.appended());
        assertThat(counts.dropped().keySet()).isSubsetOf(DropReason.SPOOL_FULL, DropReason.REJECTED);
        assertThat(left).hasSize((int) counts.queued());
        // those that are left are the last ones, in order, but for those that were settled out of their order
        long before = -1;
        for (Spooled one : left) {
            long number = number(one.json());
            assertThat(number).isGreaterThan(before);
            assertThat(one.json()).isEqualTo(json(number));
            before = number;
        }
        assertThat(before).isEqualTo(counts.appended() - 1);
    }

    /** Returns how many the process said it had spooled, over all rounds. */
    private long runAndKill(int millis) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                folder.toString());
        Path said = folder.resolve("said");
        Files.deleteIfExists(said);
        Process child = builder.redirectOutput(said.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        await().atMost(1, TimeUnit.MINUTES).until(() -> Files.size(said) > 0); // it has begun
        TimeUnit.MILLISECONDS.sleep(millis);
        child.destroyForcibly().waitFor();
        List<String> lines = Files.readAllLines(said);
        int whole = lines.get(lines.size() - 1).length() == NUMBER_BYTES ? 1 : 2; // the last may be cut
        return lines.size() < whole ? 0 : Long.parseLong(lines.get(lines.size() - whole));
    }

    private static byte[] json(long number) {
        byte[] bytes = new byte[NUMBER_BYTES + (int) (number % 9) * 1500];
        new Random(number).nextBytes(bytes);
        System.arraycopy(padded(number).getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, NUMBER_BYTES);
        return bytes;
    }

    private static long number(byte[] json) {
        return Long.parseLong(new String(json, 0, NUMBER_BYTES, StandardCharsets.US_ASCII));
    }

    private static String padded(long number) {
        return String.format("%0" + NUMBER_BYTES + "d", number);
    }

    /** Spools, each with the number of those before it, and now and then settles some; prints how many it has spooled. */
    static final class Child {
        private Child() {}

        public static void main(String... arguments) throws IOException {
            Parent.endWithIt();
            Spool spool = Spool.open(Path.of(arguments[0]), MAX_BYTES);
            SpoolQueue queue = spool.queue("a");
            PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            for (long number = queue.counts().appended(); ; number++) {
                queue.append(Instant.ofEpochSecond(number), Packed.of(json(number)));
                out.println(padded(number + 1));
                if (number % 50 == 0) {
                    List<Spooled> some = queue.peek(4, MAX_BYTES);
                    queue.settle(
                            List.of(some.get(0).seq()),
                            Map.of(some.get(some.size() - 1).seq(), DropReason.REJECTED),
                            Instant.now());
                }
            }
        }
    }
}
