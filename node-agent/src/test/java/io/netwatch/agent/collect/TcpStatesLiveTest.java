package io.netwatch.agent.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.collect.TcpStates.Counts;
import io.netwatch.agent.kernel.LiveSource;
import io.netwatch.agent.testbed.Namespace;
import io.netwatch.agent.testbed.RequiresKernelEvents;
import io.netwatch.agent.testbed.Traffic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against what {@code ss} says in the same network namespaces. */
@RequiresKernelEvents
class TcpStatesLiveTest {
    private static final Duration OTHERS_ARE_QUIET = Duration.ofSeconds(30);
    private static final int PAIRS = 2000;
    private static final Pattern TIME_WAIT = Pattern.compile("timewait (\\d+)");

    @TempDir
    Path proc;

    private Namespace one;
    private Namespace two;
    private Traffic first;
    private Traffic beside;
    private Traffic second;

    @BeforeEach
    void start() throws IOException {
        one = Namespace.create();
        two = Namespace.create();
        first = show(Traffic.start(one));
        beside = show(Traffic.start(one));
        second = show(Traffic.start(two));
    }

    @AfterEach
    void stop() {
        first.close();
        beside.close();
        second.close();
        one.close();
        two.close();
    }

    private Traffic show(Traffic process) throws IOException {
        Files.createSymbolicLink(proc.resolve(Integer.toString(process.pid())), Path.of("/proc/" + process.pid()));
        return process;
    }

    private static void connect(Traffic traffic, String address) {
        traffic.ask("connect " + address + " " + traffic.askNumber("listen " + address));
        traffic.ask("accept");
    }

    /** What ss says in both. */
    private Counts ss() {
        String rows = one.run("ss", "-tan") + two.run("ss", "-tan");
        return new Counts(count(rows, "ESTAB"), timeWait(one) + timeWait(two), count(rows, "CLOSE-WAIT"));
    }

    private static int count(String ss, String state) {
        return (int) ss.lines().filter(line -> line.startsWith(state + " ")).count();
    }

    private static int timeWait(Namespace namespace) {
        Matcher summary = TIME_WAIT.matcher(namespace.run("ss", "-s"));
        assertThat(summary.find()).isTrue();
        return Integer.parseInt(summary.group(1));
    }

    @Test
    void agreesWithSsOverAllNamespacesFromTheTables() throws IOException {
        connect(first, "127.0.0.1");
        first.ask("pairs 127.0.0.1 7");
        connect(second, "::1");
        connect(beside, "127.0.0.1");
        beside.ask("close client");

        Counts counts = new TcpStates(proc, Optional::empty, System::nanoTime).read();

        assertThat(counts).isEqualTo(ss());
        // the eighth is the client that closed: it is in FIN_WAIT2
        assertThat(counts).isEqualTo(new Counts(4, 8, 1));
    }

    /** The kernel counts for the whole machine: whatever else connects there has to be over, too, so the agreement is waited for. */
    @Test
    void agreesWithSsAfterThousandsThatNoTableShowed() throws Exception {
        try (LiveSource live = LiveSource.open()) {
            connect(first, "127.0.0.1");
            TcpStates states = new TcpStates(proc, () -> Optional.of(live.states()), System::nanoTime);
            assertThat(states.read().established()).isEqualTo(2);

            first.ask("pairs 127.0.0.1 " + PAIRS);
            second.ask("pairs ::1 " + PAIRS);
            awaitAgreement(states, new Counts(2, 0, 0));

            connect(second, "::1");
            connect(beside, "127.0.0.1");
            awaitAgreement(states, new Counts(6, 0, 0));

            beside.ask("close client");
            second.ask("reset client");
            awaitAgreement(states, new Counts(2, 0, 1));

            first.ask("close client");
            first.ask("close server");
            beside.ask("close server");
            awaitAgreement(states, new Counts(0, 0, 0));
        }
    }

    /** But for TIME_WAIT, which others have some of, too. */
    private void awaitAgreement(TcpStates states, Counts expected) {
        Awaitility.await().atMost(OTHERS_ARE_QUIET).untilAsserted(() -> {
            Counts counts = states.read();
            Counts ss = ss();
            assertThat(new Counts(counts.established(), 0, counts.closeWait())).isEqualTo(expected);
            assertThat(new Counts(ss.established(), 0, ss.closeWait())).isEqualTo(expected);
            assertThat(counts.timeWait()).isGreaterThanOrEqualTo(ss.timeWait());
        });
    }

    @Test
    void readsThisMachine() throws IOException {
        connect(first, "127.0.0.1");

        Counts counts = new TcpStates(Path.of("/proc"), Optional::empty, System::nanoTime).read();

        assertThat(counts.established()).isGreaterThanOrEqualTo(2);
    }
}
