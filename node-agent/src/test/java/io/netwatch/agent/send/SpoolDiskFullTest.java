package io.netwatch.agent.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netwatch.agent.testbed.Command;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a file system of 3 MiB that others fill. */
class SpoolDiskFullTest {
    private static final long MAX_BYTES = 64 * 1024 * 1024;
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    private Path disk;

    private Spool spool;
    private boolean mounted;

    @BeforeEach
    void mount(@TempDir Path library) {
        SqliteLibrary.unpackTo(library); // which alone would fill the disk
        assumeTrue("root".equals(System.getProperty("user.name")), "mounting takes root");
        Command.run("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", disk.toString());
        mounted = true;
    }

    @AfterEach
    void unmount() {
        if (spool != null) {
            spool.close();
        }
        if (mounted) {
            Command.run("umount", disk.toString());
        }
    }

    @Test
    void keepsWhatComesMeanwhileInMemoryAndInOrder() throws IOException {
        spool = open();
        append(0, 5);
        fill();

        append(5, 20);

        assertThat(spool.isWritable()).isFalse();
        assertThat(numbers()).isEqualTo(IntStream.range(0, 20).boxed().toList());
        free();
        append(20, 21);
        assertThat(spool.isWritable()).isTrue();
        reopen();
        assertThat(numbers()).isEqualTo(IntStream.range(0, 21).boxed().toList());
        assertCounts(21, 0, 0);
    }

    @Test
    void countsWhatMemoryHasNoRoomFor() throws IOException {
        spool = open();
        append(0, 5);
        fill();

        append(5, 305);

        long dropped = queue().counts().dropped().get(DropReason.DISK_FULL);
        assertThat(dropped).isBetween(150L, 250L);
        free();
        append(305, 306);
        reopen();
        assertCounts(306, 0, dropped);
        List<Integer> left = numbers();
        assertThat(left.subList(0, 5)).containsExactly(0, 1, 2, 3, 4);
        assertThat(left.subList(5, left.size()))
                .isEqualTo(IntStream.range(5 + (int) dropped, 306).boxed().toList());
    }

    @Test
    void deliversAndCountsWhileTheDiskIsFull() throws IOException {
        spool = open();
        append(0, 5);
        fill();
        append(5, 8);

        settle(3);

        assertThat(numbers()).containsExactly(3, 4, 5, 6, 7);
        settle(4);
        assertThat(numbers()).containsExactly(7);
        free();
        append(8, 9);
        reopen();
        assertThat(numbers()).containsExactly(7, 8);
        assertCounts(9, 7, 0);
    }

    @Test
    void startsOnAFullDisk() throws IOException {
        fill();

        spool = open();
        append(0, 3);
        assertThat(spool.isWritable()).isFalse();
        free();
        append(3, 4);

        reopen();
        assertThat(numbers()).containsExactly(0, 1, 2, 3);
        assertCounts(4, 0, 0);
    }

    @Test
    void startsOnAFullDiskWithWhatItHad() throws IOException {
        spool = open();
        append(0, 5);
        spool.close();
        fill();

        spool = open();
        append(5, 7);

        assertThat(numbers()).containsExactly(0, 1, 2, 3, 4, 5, 6);
        free();
        append(7, 8);
        reopen();
        assertThat(numbers()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertCounts(8, 0, 0);
    }

    private Spool open() throws IOException {
        return Spool.open(disk.resolve("spool"), MAX_BYTES);
    }

    private void reopen() throws IOException {
        spool.close();
        spool = open();
    }

    private SpoolQueue queue() {
        return spool.queue("a");
    }

    private void assertCounts(long appended, long delivered, long dropped) {
        QueueCounts counts = queue().counts();
        assertThat(counts.appended()).isEqualTo(appended);
        assertThat(counts.delivered()).isEqualTo(delivered);
        assertThat(counts.droppedInAll()).isEqualTo(dropped);
        assertThat(counts.queued()).isEqualTo(appended - delivered - dropped);
    }

    /** Each with its number, and 10 kB that don't compress. */
    private void append(int from, int to) {
        for (int number = from; number < to; number++) {
            byte[] json = new byte[10_000];
            new Random(number).nextBytes(json);
            byte[] text = String.format("%05d", number).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(text, 0, json, 0, text.length);
            queue().append(NOW.plusSeconds(number), Packed.of(json));
        }
    }

    private void settle(int count) {
        queue().settle(queue().peek(count, MAX_BYTES).stream().map(Spooled::seq).toList(), Map.of(), NOW);
    }

    private List<Integer> numbers() {
        return queue().peek(Integer.MAX_VALUE, MAX_BYTES).stream()
                .map(one -> Integer.parseInt(new String(one.json(), 0, 5, StandardCharsets.US_ASCII)))
                .toList();
    }

    private void fill() throws IOException {
        try (OutputStream out = Files.newOutputStream(disk.resolve("others"))) {
            byte[] block = new byte[1024];
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    private void free() throws IOException {
        Files.delete(disk.resolve("others"));
    }
}
