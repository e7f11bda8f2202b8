package io.netwatch.agent.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is on the disk, while it is full, is what an agent finds that is started after a kill. */
class SpoolKilledOnFullDiskTest {
    private static final long MAX_BYTES = 64 * 1024 * 1024;
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final int ALL = Integer.MAX_VALUE;

    @TempDir
    private Path after;

    private SmallDisk disk;
    private Spool spool;

    @BeforeEach
    void mount(@TempDir Path folder, @TempDir Path library) throws IOException {
        disk = SmallDisk.mount(folder, library);
        spool = Spool.open(disk.spool(), MAX_BYTES);
    }

    @AfterEach
    void unmount() {
        if (spool != null) {
            spool.close();
        }
        if (disk != null) {
            disk.close();
        }
    }

    @Test
    void countsWhatMemoryHeld() throws IOException {
        append("a", 5);
        disk.fill();
        append("a", 7);
        settle("a", 2);
        append("a", 1);

        restart();

        assertCounts("a", 13, 2, Map.of(DropReason.DISK_FULL, 8L));
        assertThat(waiting("a")).isEqualTo(3);
    }

    @Test
    void countsWhatMemoryHadNoRoomForOnce() throws IOException {
        append("a", 5);
        disk.fill();
        append("a", 300);

        restart();

        assertCounts("a", 305, 0, Map.of(DropReason.DISK_FULL, 300L));
        assertThat(waiting("a")).isEqualTo(5);
    }

    @Test
    void countsNothingTwiceThatTheDiskTookInTheEnd() throws IOException {
        append("a", 5);
        disk.fill();
        append("a", 30);
        disk.free();
        append("a", 1);

        restart();

        assertCounts("a", 36, 0, Map.of());
        assertThat(waiting("a")).isEqualTo(36);
    }

    @Test
    void countsWhatWasDeliveredFromMemoryAsThat() throws IOException {
        append("a", 5);
        disk.fill();
        append("a", 3);
        List<Spooled> held = spool.queue("a").peek(ALL, MAX_BYTES).subList(5, 7);
        spool.queue("a").settle(held.stream().map(Spooled::seq).toList(), Map.of(), NOW);

        restart();

        assertCounts("a", 8, 2, Map.of(DropReason.DISK_FULL, 1L));
    }

    @Test
    void countsMoreThanTheJournalHasRoomForAtOnce() throws IOException {
        for (int i = 0; i < 100; i++) { // each of one queue shares a page with one of the other
            spool.queue("a").append(NOW, Packed.of(noise(1900)));
            spool.queue("b").append(NOW, Packed.of(noise(1900)));
        }
        disk.fill();
        settle("a", 80);
        assertThat(spool.isWritable()).isFalse();
        append("a", 5);
        spool.queue("a").refuse(DropReason.TOO_LARGE);

        restart();

        assertCounts("a", 106, 80, Map.of(DropReason.DISK_FULL, 5L, DropReason.TOO_LARGE, 1L));
        assertCounts("b", 100, 0, Map.of());
        assertThat(waiting("a")).isEqualTo(20);
    }

    @Test
    void keepsOneOfWhichMemoryHeldASmallerForm() throws IOException {
        append("a", 5);
        disk.fill();
        spool.queue("a").replace(spool.queue("a").peek(1, MAX_BYTES).get(0), Packed.of(noise(9000)));
        append("a", 2);

        restart();

        assertCounts("a", 7, 0, Map.of(DropReason.DISK_FULL, 2L));
        assertThat(waiting("a")).isEqualTo(5);
    }

    @Test
    void countsForEachOfManyQueuesThoughTheyBeganOnTheFullDisk() throws IOException {
        append("first", 5);
        disk.fill();
        append("first", 1);
        for (int i = 0; i < 20; i++) {
            append("00000000-0000-0000-0000-0000000000" + (10 + i), 1);
        }

        restart();

        assertCounts("first", 6, 0, Map.of(DropReason.DISK_FULL, 1L));
        for (int i = 0; i < 20; i++) {
            assertCounts("00000000-0000-0000-0000-0000000000" + (10 + i), 1, 0, Map.of(DropReason.DISK_FULL, 1L));
        }
    }

    @Test
    void countsForAQueueThoughAnotherWasRemoved() throws IOException {
        append("gone", 40);
        append("kept", 5);
        disk.fill();
        settle("gone", 1);
        append("kept", 2);
        spool.keepOnly(Set.of("kept"));
        append("kept", 1);

        restart();
        spool.keepOnly(Set.of("kept"));

        QueueCounts counts = spool.queue("kept").counts();
        assertThat(counts.appended()).isEqualTo(8);
        assertThat(counts.droppedInAll() + counts.queued()).isEqualTo(8);
        assertThat(waiting("kept")).isEqualTo((int) counts.queued()).isGreaterThanOrEqualTo(5);
        assertThat(spool.queue("gone").counts().appended()).isZero();
    }

    @Test
    void countsWithAJournalThatWasCutOrIsNoneOrIsMissing() throws IOException {
        Path journal = disk.spool().resolve("spool.db-journal");
        byte[] garbage = noise(30_000);
        garbage[0] = 0; // else SQLite has it for one that is to be played back, and finds that it is not
        for (byte[] found : new byte[][] {garbage, noise(30_000), new byte[100], new byte[0], null}) {
            append("a", 3);
            spool.close();
            Files.delete(journal);
            if (found != null) {
                Files.write(journal, found);
            }
            spool = Spool.open(disk.spool(), MAX_BYTES);
            QueueCounts before = spool.queue("a").counts();
            disk.fill();
            append("a", 3);

            spool.close();
            spool = Spool.open(disk.spool(), MAX_BYTES);

            assertCounts("a", before.appended() + 3, 0, Map.of(DropReason.DISK_FULL, before.droppedInAll() + 3));
            disk.free();
        }
    }

    @Test
    void countsWithASpoolThatKeptNoRoomForIt() throws IOException, SQLException {
        append("a", 5);
        spool.close();
        forgetWhatIsKeptForAFullDisk();
        spool = Spool.open(disk.spool(), MAX_BYTES);
        disk.fill();
        append("a", 7);

        restart();

        assertCounts("a", 12, 0, Map.of(DropReason.DISK_FULL, 7L));
    }

    @Test
    void goesOnWithASpoolThatKeptNoRoomForItOnAFullDisk() throws IOException, SQLException {
        append("a", 5);
        spool.close();
        forgetWhatIsKeptForAFullDisk();
        disk.fill();
        spool = Spool.open(disk.spool(), MAX_BYTES);
        append("a", 7);
        disk.free();
        append("a", 1);
        disk.fill();
        append("a", 1);

        restart();

        assertCounts("a", 14, 0, Map.of(DropReason.DISK_FULL, 1L));
    }

    @Test
    void restartsOnTheFullDiskAgainAndAgain() throws IOException {
        append("a", 5);
        disk.fill();
        for (int round = 0; round < 4; round++) {
            append("a", 3);
            spool.close();
            spool = Spool.open(disk.spool(), MAX_BYTES);
        }
        disk.free();
        append("a", 1);

        restart();

        assertCounts("a", 18, 0, Map.of(DropReason.DISK_FULL, 12L));
        assertThat(waiting("a")).isEqualTo(6);
    }

    private void forgetWhatIsKeptForAFullDisk() throws IOException, SQLException {
        Path file = disk.spool().resolve("spool.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("DELETE FROM counter WHERE name IN ('held', 'reserve')"))
                    .isEqualTo(2);
            statement.execute("VACUUM");
        }
        Files.deleteIfExists(disk.spool().resolve("spool.db-journal"));
    }

    /** Goes on elsewhere, with the files as they are. */
    private void restart() throws IOException {
        for (String name : List.of("spool.db", "spool.db-journal")) {
            Files.copy(disk.spool().resolve(name), after.resolve(name));
        }
        spool.close();
        spool = Spool.open(after, MAX_BYTES);
    }

    private void assertCounts(String queue, long appended, long delivered, Map<DropReason, Long> dropped) {
        QueueCounts counts = spool.queue(queue).counts();
        assertThat(counts.dropped()).isEqualTo(dropped);
        assertThat(List.of(counts.appended(), counts.delivered()))
                .as("appended, delivered")
                .containsExactly(appended, delivered);
        assertThat(counts.queued()).isEqualTo(appended - delivered - counts.droppedInAll());
    }

    private int waiting(String queue) {
        return spool.queue(queue).peek(ALL, MAX_BYTES).size();
    }

    /** Of 10 kB that don't compress. */
    private void append(String queue, int count) {
        IntStream.range(0, count).forEach(i -> spool.queue(queue).append(NOW, Packed.of(noise(10_000))));
    }

    private void settle(String queue, int count) {
        List<Spooled> some = spool.queue(queue).peek(count, MAX_BYTES);
        spool.queue(queue).settle(some.stream().map(Spooled::seq).toList(), Map.of(), NOW);
    }

    private static byte[] noise(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
