package io.netwatch.agent.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

class SpoolDiskFullTest {
    private static final long MAX_BYTES = 64 * 1024 * 1024;
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private SmallDisk disk;
    private Spool spool;

    @BeforeEach
    void mount(@TempDir Path folder, @TempDir Path library) throws IOException {
        disk = SmallDisk.mount(folder, library);
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
    void keepsWhatComesMeanwhileInMemoryAndInOrder() throws IOException {
        spool = open();
        append(0, 5);
        disk.fill();

        append(5, 20);

        assertThat(spool.isWritable()).isFalse();
        assertThat(numbers()).isEqualTo(IntStream.range(0, 20).boxed().toList());
        disk.free();
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
        disk.fill();

        append(5, 305);

        long dropped = queue().counts().dropped().get(DropReason.DISK_FULL);
        assertThat(dropped).isBetween(150L, 250L);
        disk.free();
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
        disk.fill();
        append(5, 8);

        settle(3);

        assertThat(numbers()).containsExactly(3, 4, 5, 6, 7);
        settle(4);
        assertThat(numbers()).containsExactly(7);
        disk.free();
        append(8, 9);
        reopen();
        assertThat(numbers()).containsExactly(7, 8);
        assertCounts(9, 7, 0);
    }

    @Test
    void startsOnAFullDisk() throws IOException {
        disk.fill();

        spool = open();
        append(0, 3);
        assertThat(spool.isWritable()).isFalse();
        disk.free();
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
        disk.fill();

        spool = open();
        append(5, 7);

        assertThat(numbers()).containsExactly(0, 1, 2, 3, 4, 5, 6);
        disk.free();
        append(7, 8);
        reopen();
        assertThat(numbers()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
        assertCounts(8, 0, 0);
    }

    private Spool open() throws IOException {
        return Spool.open(disk.spool(), MAX_BYTES);
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
}
