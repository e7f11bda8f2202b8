package io.netwatch.agent.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwatch.agent.collect.TcpStates.Counts;
import io.netwatch.agent.kernel.StateCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a kernel that says what a test has it say, and tables in a folder. */
class TcpStatesTest {
    private static final String ESTABLISHED = "01";
    private static final String CLOSE_WAIT = "08";

    @TempDir
    Path proc;

    private final Deque<StateCounts> answers = new ArrayDeque<>();
    private StateCounts kernel = new StateCounts(-7, 3, 11, 0);
    private long nanos = Long.MAX_VALUE - 1; // the clock may begin anywhere
    private long slow; // so much passes from one answer of the kernel's to the next
    private TcpStates states;

    @BeforeEach
    void open() throws IOException {
        tables(100, 10, 4);
        states = new TcpStates(proc, this::answer, () -> nanos);
    }

    private Optional<StateCounts> answer() {
        nanos += slow;
        return Optional.ofNullable(answers.isEmpty() ? kernel : answers.remove());
    }

    private void tables(int established, int closeWait, int timeWait) throws IOException {
        Path net = Files.createDirectories(proc.resolve("1/net"));
        Files.writeString(
                net.resolve("tcp"),
                "heading\n" + row(ESTABLISHED).repeat(established)
                        + row(CLOSE_WAIT).repeat(closeWait));
        Files.writeString(net.resolve("sockstat"), "TCP: inuse 1 orphan 0 tw " + timeWait + " alloc 9 mem 1\n");
    }

    private static String row(String state) {
        return "   0: 0100007F:1F90 0100007F:C16E " + state + " 00000000:00000000\n";
    }

    private void kernelCounts(long established, long closeWait, long timeWait, long skipped) {
        kernel = new StateCounts(established, closeWait, timeWait, skipped);
    }

    @Test
    void beginsWithWhatTheTablesSay() throws IOException {
        assertThat(states.read()).isEqualTo(new Counts(100, 11, 10));
    }

    @Test
    void addsWhatTheKernelCountedSince() throws IOException {
        states.read();
        tables(0, 0, 0);
        kernelCounts(-7 + 50, 3 - 4, 12, 0);

        assertThat(states.read()).isEqualTo(new Counts(150, 12, 6));
    }

    @Test
    void isNeverBelowNothing() throws IOException {
        states.read();
        kernelCounts(-7 - 101, 3 - 11, 0, 0);

        assertThat(states.read()).isEqualTo(new Counts(0, 0, 0));
    }

    @Test
    void readsTheTablesAnewWhenItIsTime() throws IOException {
        states.read();
        tables(200, 20, 0);
        nanos += TcpStates.READING_NANOS - 1;
        assertThat(states.read()).isEqualTo(new Counts(100, 11, 10));

        nanos++;
        assertThat(states.read()).isEqualTo(new Counts(200, 11, 20));
        kernelCounts(-6, 3, 11, 0);
        assertThat(states.read()).as("counted from there").isEqualTo(new Counts(201, 11, 20));
    }

    @Test
    void readsTheTablesAnewWhenTheKernelSkippedMany() throws IOException {
        states.read();
        tables(200, 20, 0);
        nanos += TcpStates.PAUSE_NANOS;
        kernelCounts(-7, 3, 11, 17);
        assertThat(states.read()).as("17 of 110").isEqualTo(new Counts(100, 11, 10));

        kernelCounts(-7, 3, 11, 18);
        assertThat(states.read()).isEqualTo(new Counts(200, 11, 20));
        tables(300, 30, 0);
        nanos += TcpStates.PAUSE_NANOS;
        assertThat(states.read()).as("those are made up for").isEqualTo(new Counts(200, 11, 20));
    }

    @Test
    void doesNotReadTheTablesAllTheTimeHoweverManyTheKernelSkips() throws IOException {
        states.read();
        tables(200, 20, 0);
        kernelCounts(-7, 3, 11, 100_000);
        nanos += TcpStates.PAUSE_NANOS - 1;

        assertThat(states.read()).isEqualTo(new Counts(100, 11, 10));
    }

    @Test
    void readsTheTablesAgainUntilLittleChangesMeanwhile() throws IOException {
        answers.add(new StateCounts(0, 0, 11, 0));
        answers.add(new StateCounts(2, 0, 12, 0));
        answers.add(new StateCounts(2, 1, 13, 0)); // a hundredth
        answers.add(new StateCounts(9, 9, 9, 0));

        assertThat(states.read()).isEqualTo(new Counts(100, 13, 11));
        assertThat(answers).hasSize(1);
    }

    @Test
    void readsTheTablesOnceWhereThatTakesLong() throws IOException {
        slow = 600_000_000;
        answers.add(new StateCounts(0, 0, 11, 0));
        answers.add(new StateCounts(20, 0, 12, 0));
        answers.add(new StateCounts(40, 0, 13, 0));

        assertThat(states.read()).isEqualTo(new Counts(110, 12, 10));
        assertThat(answers).hasSize(1);
    }

    @Test
    void takesTheThirdReadingForAsThingsWereHalfWay() throws IOException {
        for (long i = 0; i < 5; i++) {
            answers.add(new StateCounts(10 * i, -4 * i, 11, 0));
        }

        assertThat(states.read()).isEqualTo(new Counts(105, 11, 8));
        assertThat(answers).hasSize(1);
    }

    @Test
    void readsEverythingEachTimeWhereNobodyCounts() throws IOException {
        kernel = null;
        assertThat(states.read()).isEqualTo(new Counts(100, 4, 10));

        tables(1, 2, 3);
        assertThat(states.read()).isEqualTo(new Counts(1, 3, 2));
    }

    @Test
    void readsTimeWaitWhereTheKernelDoesNotTellIt() throws IOException {
        kernelCounts(0, 0, -1, 0);
        states.read();
        tables(1, 1, 5);

        assertThat(states.read()).isEqualTo(new Counts(100, 5, 10));
    }

    @Test
    void doesNotCountOnFromTablesThatCouldNotBeRead() throws IOException {
        states.read();
        Path away = proc.resolveSibling("away");
        Files.move(proc, away);
        nanos += TcpStates.READING_NANOS;
        assertThatThrownBy(states::read).isInstanceOf(IOException.class);

        Files.move(away, proc);
        assertThat(states.read()).isEqualTo(new Counts(100, 11, 10));
    }
}
