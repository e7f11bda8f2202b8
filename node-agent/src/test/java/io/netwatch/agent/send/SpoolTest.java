package io.netwatch.agent.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
    private static final long MIB = 1024 * 1024;
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final int ALL = Integer.MAX_VALUE;

    @TempDir(factory = InMemory.class)
    private Path temporary;

    private Path folder;
    private Spool spool;

    @BeforeEach
    void open() throws IOException {
        folder = temporary.resolve("state").resolve("spool");
        spool = Spool.open(folder, MIB);
    }

    @AfterEach
    void close() {
        spool.close();
    }

    @Test
    void givesBackWhatItWasGivenInOrder() {
        SpoolQueue queue = spool.queue("a");
        queue.append(NOW, Packed.of(bytes("{\"n\":1}")));
        queue.append(NOW.plusSeconds(15), Packed.of(bytes("{\"n\":2}")));

        List<Spooled> found = queue.peek(100, MIB);

        assertThat(found).extracting(one -> text(one.json())).containsExactly("{\"n\":1}", "{\"n\":2}");
        assertThat(found).extracting(Spooled::taken).containsExactly(NOW, NOW.plusSeconds(15));
        assertThat(found).extracting(Spooled::size).containsExactly(7, 7);
    }

    @Test
    void givesAsManyAsAreWantedAndFitButAlwaysOne() {
        SpoolQueue queue = spool.queue("a");
        for (int i = 0; i < 4; i++) {
            queue.append(NOW, Packed.of(new byte[1000]));
        }

        assertThat(queue.peek(3, MIB)).hasSize(3);
        assertThat(queue.peek(3, 2500)).hasSize(2);
        assertThat(queue.peek(3, 10)).hasSize(1);
    }

    @Test
    void goesOnAfterARestart() throws IOException {
        SpoolQueue queue = spool.queue("a");
        append(queue, 3, 100);
        List<Spooled> first = queue.peek(1, MIB);
        queue.settle(List.of(first.get(0).seq()), Map.of(), NOW);
        queue.refuse(DropReason.TOO_LARGE);
        QueueCounts before = queue.counts();

        reopen();

        assertThat(spool.queue("a").counts()).isEqualTo(before);
        assertThat(before.appended()).isEqualTo(4);
        assertThat(before.lastDelivered()).isEqualTo(NOW);
        assertThat(before.dropped()).isEqualTo(Map.of(DropReason.TOO_LARGE, 1L));
        assertThat(spool.queue("a").peek(ALL, MIB)).hasSize(2);
    }

    @Test
    void neverGivesANumberTwice() throws IOException {
        append(spool.queue("a"), 1, 10);
        long number = spool.queue("a").peek(1, MIB).get(0).seq();
        spool.queue("a").settle(List.of(number), Map.of(), NOW);

        reopen();
        append(spool.queue("a"), 1, 10);

        assertThat(spool.queue("a").peek(1, MIB).get(0).seq()).isGreaterThan(number);
    }

    @Test
    void staysWithinItsBoundAndCountsWhatFellOut() throws IOException {
        SpoolQueue queue = spool.queue("a");
        long largest = 0;
        for (int i = 0; i < 2000; i++) {
            queue.append(NOW.plusSeconds(i), Packed.of(noise(i, 1 + i % 37 * 600)));
            largest = Math.max(largest, filesBytes());
        }

        QueueCounts counts = queue.counts();
        assertThat(largest).isBetween(MIB * 8 / 10, MIB);
        assertThat(counts.appended()).isEqualTo(2000);
        assertThat(counts.dropped()).containsOnlyKeys(DropReason.SPOOL_FULL);
        assertThat(counts.queued() + counts.droppedInAll()).isEqualTo(2000);
        assertThat(counts.queuedBytes()).isGreaterThan(MIB / 2);
        List<Instant> left = new ArrayList<>();
        queue.peek(ALL, Long.MAX_VALUE).forEach(one -> left.add(one.taken()));
        assertThat(left)
                .isEqualTo(LongStream.range(2000 - counts.queued(), 2000)
                        .mapToObj(NOW::plusSeconds)
                        .toList());
    }

    @Test
    void takesFromTheLongestQueueFirst() {
        SpoolQueue dead = spool.queue("dead");
        SpoolQueue live = spool.queue("live");
        append(live, 3, 1000);

        append(dead, 500, 10_000);

        assertThat(live.counts().droppedInAll()).isZero();
        assertThat(live.peek(ALL, MIB)).hasSize(3);
        assertThat(dead.counts().dropped().get(DropReason.SPOOL_FULL)).isGreaterThan(400);
    }

    @Test
    void countsOneThatWouldNeverFit() {
        SpoolQueue queue = spool.queue("a");

        queue.append(NOW, Packed.of(noise(1, (int) MIB)));

        assertThat(queue.counts().dropped()).isEqualTo(Map.of(DropReason.TOO_LARGE, 1L));
        assertThat(queue.counts().queued()).isZero();
    }

    @Test
    void countsOneThatFellOutWhileItWasSentOnce() {
        SpoolQueue queue = spool.queue("a");
        append(queue, 1, 10_000);
        List<Long> sent = queue.peek(1, MIB).stream().map(Spooled::seq).toList();
        append(queue, 200, 10_000);
        QueueCounts before = queue.counts();

        queue.settle(sent, Map.of(), NOW);

        assertThat(before.dropped()).containsKey(DropReason.SPOOL_FULL);
        assertThat(queue.counts()).isEqualTo(before);
    }

    @Test
    void putsASmallerFormInItsPlace() throws IOException {
        SpoolQueue queue = spool.queue("a");
        queue.append(NOW, Packed.of(bytes("first")));
        queue.append(NOW, Packed.of(bytes("second")));

        queue.replace(queue.peek(1, MIB).get(0), Packed.of(bytes("1st")));
        reopen();

        assertThat(spool.queue("a").peek(ALL, MIB))
                .extracting(one -> text(one.json()))
                .containsExactly("1st", "second");
        assertThat(spool.queue("a").counts().queuedBytes()).isEqualTo(packedBytes());
    }

    @Test
    void forgetsQueuesThatNobodyHas() throws IOException {
        append(spool.queue("gone"), 3, 100);
        append(spool.queue("kept"), 3, 100);

        spool.keepOnly(List.of("kept"));
        reopen();

        assertThat(spool.queue("gone").counts().appended()).isZero();
        assertThat(spool.queue("gone").peek(ALL, MIB)).isEmpty();
        assertThat(spool.queue("kept").peek(ALL, MIB)).hasSize(3);
    }

    @Test
    void givesTheDiskBackWhenItIsEmpty() {
        SpoolQueue queue = spool.queue("a");
        append(queue, 50, 10_000);

        queue.settle(queue.peek(ALL, MIB).stream().map(Spooled::seq).toList(), Map.of(), NOW);

        assertThat(filesBytes()).isLessThan(MIB / 4);
        assertThat(queue.counts().queuedBytes()).isZero();
    }

    @Test
    void isForNobodyElsesEyes() throws IOException {
        append(spool.queue("a"), 1, 100);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(Files::isRegularFile).toList())
                    .hasSizeGreaterThan(1)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void refusesAFolderThatAnotherHas() {
        assertThatThrownBy(() -> Spool.open(folder, MIB))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("used by another process");
    }

    @Test
    void setsAsideAFileThatIsNoSpool() throws IOException {
        spool.close();
        Files.writeString(folder.resolve("spool.db"), "no database ".repeat(1000));

        spool = Spool.open(folder, MIB);
        append(spool.queue("a"), 2, 10);

        assertThat(spool.queue("a").peek(ALL, MIB)).hasSize(2);
        assertThat(folder.resolve("spool.db.damaged")).content().startsWith("no database");
    }

    @Test
    void countsWhatATornFileLost() throws IOException {
        append(spool.queue("a"), 30, 10_000);
        spool.close();
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("spool.db").toFile(), "rw")) {
            file.setLength(file.length() / 2);
        }

        spool = Spool.open(folder, MIB);
        append(spool.queue("a"), 1, 10);

        assertAddsUp(spool.queue("a"), 31);
        assertThat(spool.queue("a").counts().dropped()).isEqualTo(Map.of(DropReason.DAMAGED, 30L));
        assertThat(spool.queue("a").peek(ALL, MIB)).hasSize(1);
    }

    @Test
    void leavesOutWhatWasChangedOnTheDisk() throws IOException {
        byte[] sought = noise(2, 3000);
        append(spool.queue("a"), 1, 10);
        spool.queue("a").append(NOW, Packed.of(sought));
        append(spool.queue("a"), 1, 10);
        spool.close();
        flip(Packed.of(sought).bytes());

        spool = Spool.open(folder, MIB);

        assertThat(spool.queue("a").peek(ALL, MIB)).hasSize(2);
        assertThat(spool.queue("a").counts().dropped()).isEqualTo(Map.of(DropReason.DAMAGED, 1L));
        assertAddsUp(spool.queue("a"), 3);
    }

    @Test
    void neverFailsWhateverIsDamaged() throws IOException {
        append(spool.queue("a"), 40, 8000);
        spool.close();
        byte[] whole = Files.readAllBytes(folder.resolve("spool.db"));
        Random chance = new Random(7);
        for (int round = 0; round < 60; round++) {
            byte[] damaged = whole.clone();
            int at = chance.nextInt(round % 2 == 0 ? damaged.length : 8192);
            for (int i = at; i < Math.min(damaged.length, at + 1 + chance.nextInt(300)); i++) {
                damaged[i] = (byte) chance.nextInt();
            }
            Files.write(folder.resolve("spool.db"), damaged);
            Files.deleteIfExists(folder.resolve("spool.db-journal"));

            spool = Spool.open(folder, MIB);
            SpoolQueue queue = spool.queue("a");
            queue.append(NOW, Packed.of(bytes("last")));
            List<Spooled> left = queue.peek(ALL, MIB);
            queue.settle(left.stream().map(Spooled::seq).toList(), Map.of(), NOW);

            assertThat(text(left.get(left.size() - 1).json()))
                    .as("round %d", round)
                    .isEqualTo("last");
            QueueCounts counts = queue.counts();
            assertThat(counts.queued()).isZero();
            assertThat(counts.delivered() + counts.droppedInAll()).isEqualTo(counts.appended());
            spool.close();
        }
    }

    @Test
    void beginsAnewWhenItsFilesAreRemovedUnderIt() throws IOException {
        append(spool.queue("a"), 3, 100);
        Files.delete(folder.resolve("spool.db"));
        Files.delete(folder.resolve("spool.db-journal"));

        append(spool.queue("a"), 2, 100);
        append(spool.queue("a"), 1, 100);

        assertAddsUp(spool.queue("a"), 6);
        assertThat(folder.resolve("spool.db")).exists();
        reopen();
        assertAddsUp(spool.queue("a"), 6);
        assertThat(spool.queue("a").peek(ALL, MIB)).hasSize(3);
    }

    private static void assertAddsUp(SpoolQueue queue, long appended) {
        QueueCounts counts = queue.counts();
        assertThat(counts.appended()).isEqualTo(appended);
        assertThat(counts.delivered() + counts.droppedInAll() + counts.queued()).isEqualTo(appended);
    }

    private void flip(byte[] sought) throws IOException {
        Path file = folder.resolve("spool.db");
        byte[] all = Files.readAllBytes(file);
        int at = new String(all, StandardCharsets.ISO_8859_1)
                .indexOf(new String(sought, 0, 200, StandardCharsets.ISO_8859_1));
        assertThat(at).isPositive();
        all[at + 100] ^= 1;
        Files.write(file, all);
    }

    private long packedBytes() {
        return spool.queue("a").peek(ALL, MIB).stream()
                .mapToLong(one -> one.packed().length())
                .sum();
    }

    private long filesBytes() {
        return folder.resolve("spool.db").toFile().length()
                + folder.resolve("spool.db-journal").toFile().length();
    }

    private void reopen() throws IOException {
        spool.close();
        spool = Spool.open(folder, MIB);
    }

    private static void append(SpoolQueue queue, int count, int size) {
        for (int i = 0; i < count; i++) {
            queue.append(NOW, Packed.of(noise(i, size)));
        }
    }

    private static byte[] noise(int seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
