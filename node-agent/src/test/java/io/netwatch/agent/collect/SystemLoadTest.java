package io.netwatch.agent.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.strings;

import io.netwatch.agent.testbed.Command;
import io.netwatch.api.snapshot.SystemMetric;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemLoadTest {
    private static final String MEMORY = """
            MemTotal:       1000 kB
            MemFree:         100 kB
            MemAvailable:    600 kB
            SwapTotal:       200 kB
            SwapFree:        150 kB
            HugePages_Total:   0
            """;

    @TempDir
    Path proc;

    private SystemLoad load;

    @BeforeEach
    void open() {
        load = new SystemLoad(proc);
        write("meminfo", MEMORY);
        write("loadavg", "0.52 1.58 12.59 1/967 12345\n");
        write("stat", "cpu  0 0 0 0 0 0 0 0 0 0\n");
    }

    private void write(String file, String text) {
        try {
            Files.write(proc.resolve(file), text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SystemMetric read() {
        try {
            return load.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void readsMemoryAndLoad() {
        assertThat(read())
                .isEqualTo(new SystemMetric(
                        null, 1_024_000L, 409_600L, 614_400L, 0.52, 1.58, 12.59, 204_800L, 51_200L, null));
    }

    @Test
    void tellsUsageSinceTheReadBefore() {
        write(
                "stat",
                "cpu  100 0 0 900 0 0 0 0 50 0\ncpu0 50 0 0 450 0 0 0 0 0 0\ncpu1 50 0 0 450 0 0 0 0 0 0\nintr 1\n");
        read();
        // 30 of 90 ticks, of which 10 waiting for a disk are idle
        write(
                "stat",
                "cpu  110 5 5 950 10 3 3 4 80 0\ncpu0 80 0 0 450 0 0 0 0 0 0\ncpu1 50 0 0 510 0 0 0 0 0 0\nintr 2\n");

        SystemMetric metric = read();

        assertThat(metric.cpuUsagePct()).isEqualTo(33.3);
        assertThat(metric.cpuPerCore()).containsExactly(100.0, 0.0);
    }

    @Test
    void leavesOutACpuThatIsOfflineAndBeginsAnewWhenItComes() {
        write("stat", "cpu  0 0 0 20 0 0 0 0\ncpu0 0 0 0 10 0 0 0 0\ncpu1 0 0 0 10 0 0 0 0\n");
        read();
        write("stat", "cpu  10 0 0 20 0 0 0 0\ncpu0 10 0 0 10 0 0 0 0\n");
        assertThat(read().cpuPerCore()).containsExactly(100.0);

        write("stat", "cpu  20 0 0 40 0 0 0 0\ncpu0 20 0 0 10 0 0 0 0\ncpu1 7 0 0 10 0 0 0 0\n");

        assertThat(read().cpuPerCore()).containsExactly(100.0, 0.0);
    }

    @Test
    void staysInRangeWhenCountersFall() {
        write("stat", "cpu  100 0 0 100 50 0 0 0\n");
        read();
        write("stat", "cpu  90 0 0 150 0 0 0 0\n");

        assertThat(read().cpuUsagePct()).isZero();
    }

    @Test
    void isNullWhereTheKernelDoesNotSay() {
        write("meminfo", "MemTotal: 1000 kB\nMemAvailable: x kB\nSwapTotal: 99999999999999999 kB\n");
        write("loadavg", "a 1.0\n");
        write("stat", "cpu 1 2\n");
        read();

        assertThat(read())
                .isEqualTo(new SystemMetric(null, 1_024_000L, null, null, null, null, null, null, null, null));
    }

    @Test
    void failsWhenAFileIsMissing() throws IOException {
        Files.delete(proc.resolve("loadavg"));

        assertThatThrownBy(() -> load.read()).isInstanceOf(IOException.class);
    }

    @Test
    void takesAnyText() {
        qt().forAll(strings().allPossible().ofLengthBetween(0, 200)).checkAssert(text -> {
            write("meminfo", text + "\nMemTotal: 1 kB\n");
            write("loadavg", text);
            write("stat", "cpu " + text + "\ncpu 1 1 1 1 1 1 1 1\n");
            assertThat(read().memoryTotalBytes()).isEqualTo(1024);
        });
    }

    @Test
    void agreesWithThisMachine() throws IOException {
        SystemLoad here = new SystemLoad(Path.of("/proc"));
        here.read();
        long[] before = ticks();
        burn(300);
        long[] after = ticks();
        SystemMetric metric = here.read();
        String[] memory = row(Command.run("free", "-b"), "Mem:");
        String[] swap = row(Command.run("free", "-b"), "Swap:");
        String[] loads = Files.readString(Path.of("/proc/loadavg")).split(" ", -1);

        double usage = 100.0 * (after[0] - before[0]) / (after[1] - before[1]);
        assertThat(metric.cpuUsagePct()).isCloseTo(usage, within(15.0)).isPositive();
        assertThat(metric.cpuPerCore())
                .hasSize(Integer.parseInt(Command.run("nproc", "--all").strip()))
                .allMatch(core -> core >= 0 && core <= 100);
        assertThat(metric.memoryTotalBytes()).isEqualTo(Long.parseLong(memory[1]));
        assertThat(metric.memoryAvailableBytes()).isCloseTo(Long.parseLong(memory[6]), within(1L << 29));
        assertThat(metric.memoryUsedBytes() + metric.memoryAvailableBytes()).isEqualTo(metric.memoryTotalBytes());
        assertThat(metric.swapTotalBytes()).isEqualTo(Long.parseLong(swap[1]));
        assertThat(metric.swapUsedBytes()).isCloseTo(Long.parseLong(swap[2]), within(1L << 27));
        assertThat(metric.loadAvg1m()).isCloseTo(Double.parseDouble(loads[0]), within(1.0));
        assertThat(metric.loadAvg15m()).isCloseTo(Double.parseDouble(loads[2]), within(0.2));
    }

    /** Busy and all, of all CPUs: what is neither in column 4 nor 5. */
    private static long[] ticks() throws IOException {
        long[] columns = Arrays.stream(
                        Files.readAllLines(Path.of("/proc/stat")).get(0).split(" +", -1))
                .skip(1)
                .limit(8)
                .mapToLong(Long::parseLong)
                .toArray();
        long all = Arrays.stream(columns).sum();
        return new long[] {all - columns[3] - columns[4], all};
    }

    private static String[] row(String table, String name) {
        return table.lines()
                .filter(line -> line.startsWith(name))
                .findFirst()
                .orElseThrow()
                .split(" +", -1);
    }

    private static void burn(long millis) {
        long end = System.nanoTime() + millis * 1_000_000;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
