package io.netwatch.agent.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.testbed.Namespace;
import io.netwatch.agent.testbed.RequiresKernelEvents;
import io.netwatch.agent.testbed.Traffic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against what {@code ss -tan} says in the same network namespaces. */
@RequiresKernelEvents
class TcpStatesLiveTest {
    @TempDir
    Path proc;

    private void show(Traffic process) throws IOException {
        Files.createSymbolicLink(proc.resolve(Integer.toString(process.pid())), Path.of("/proc/" + process.pid()));
    }

    private static int count(String ss, String state) {
        return (int) ss.lines().filter(line -> line.startsWith(state + " ")).count();
    }

    @Test
    void agreesWithSsOverAllNamespaces() throws IOException {
        try (Namespace one = Namespace.create();
                Namespace two = Namespace.create();
                Traffic first = Traffic.start(one);
                Traffic beside = Traffic.start(one);
                Traffic second = Traffic.start(two)) {
            show(first);
            show(beside);
            show(second);
            first.ask("connect 127.0.0.1 " + first.askNumber("listen 127.0.0.1"));
            first.ask("accept");
            first.ask("pairs 127.0.0.1 7");
            second.ask("connect ::1 " + second.askNumber("listen ::1"));
            second.ask("accept");
            beside.ask("connect 127.0.0.1 " + beside.askNumber("listen 127.0.0.1"));
            beside.ask("accept");
            beside.ask("close client");
            TcpStates states = new TcpStates(proc);

            String ss = one.run("ss", "-tan") + two.run("ss", "-tan");
            TcpStates.Counts counts = states.read();

            assertThat(counts)
                    .isEqualTo(
                            new TcpStates.Counts(count(ss, "ESTAB"), count(ss, "TIME-WAIT"), count(ss, "CLOSE-WAIT")));
            assertThat(counts.established()).isEqualTo(4);
            assertThat(counts.timeWait()).isEqualTo(7);
            assertThat(counts.closeWait()).isEqualTo(1);
            assertThat(states.unread()).isZero();
        }
    }

    @Test
    void readsThisMachine() throws IOException {
        TcpStates states = new TcpStates(Path.of("/proc"));
        try (Traffic traffic = Traffic.start()) {
            traffic.ask("connect 127.0.0.1 " + traffic.askNumber("listen 127.0.0.1"));
            traffic.ask("accept");

            assertThat(states.read().established()).isGreaterThanOrEqualTo(2);
            assertThat(states.malformed()).isZero();
        }
    }
}
