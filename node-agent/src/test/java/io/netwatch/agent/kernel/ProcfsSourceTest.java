package io.netwatch.agent.kernel;

import static io.netwatch.agent.event.ConnectionEvent.FLAG_POLLED;
import static io.netwatch.agent.event.TcpState.CLOSE_WAIT;
import static io.netwatch.agent.event.TcpState.ESTABLISHED;
import static io.netwatch.agent.kernel.ProcfsFixture.OUT;
import static io.netwatch.agent.kernel.ProcfsFixture.PID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwatch.agent.config.AttachMode;
import io.netwatch.agent.event.EventDecoder;
import io.netwatch.agent.event.EventKind;
import io.netwatch.agent.kernel.RecordingHandler.Recorded;
import io.netwatch.agent.libbpf.BpfException;
import io.netwatch.agent.libbpf.FailureReason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When it polls, and how much it hands over. */
class ProcfsSourceTest {
    @TempDir
    Path folder;

    private ProcfsFixture fixture;

    @BeforeEach
    void open() throws IOException, BpfException {
        fixture = new ProcfsFixture(folder);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void pollsNotBeforeTheIntervalIsOver() throws IOException {
        fixture.poll();
        fixture.proc().tcp(PID, OUT);

        fixture.pass(9);
        int early = fixture.source().drain(100);
        fixture.pass(1);
        int due = fixture.source().drain(100);

        assertThat(early).isZero();
        assertThat(due).isOne();
    }

    @Test
    void handsOverNoMoreThanTheLimitAndTheRestLater() throws IOException {
        fixture.proc().hold(PID, 7);
        fixture.proc().tcp(PID, OUT, FakeProc.row("10.0.0.1:4001", "10.0.0.2:443", ESTABLISHED, 8));

        assertThat(fixture.source().drain(2)).isEqualTo(2); // the cgroup's names and a connection
        assertThat(fixture.source().drain(2)).isOne();
        assertThat(fixture.source().drain(2)).isZero();
        assertThat(fixture.source().counts().seen()).isEqualTo(2);
    }

    @Test
    void leavesOutAndCountsWhatFindsNoRoom() throws IOException {
        String[] rows = new String[ProcfsFixture.CAPACITY + 2];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = FakeProc.row("10.0.0.1:" + (4000 + i), "10.0.0.2:443", ESTABLISHED, 7 + i);
        }
        fixture.proc().tcp(PID, rows);
        List<Recorded> first = fixture.poll();
        long skipped = fixture.source().counts().skipped();

        fixture.proc().tcp(PID, rows[0], rows[3], rows[4]);
        List<Recorded> second = fixture.poll();

        assertThat(first).hasSize(ProcfsFixture.CAPACITY);
        assertThat(skipped).isEqualTo(2);
        assertThat(second)
                .extracting(Recorded::kind)
                .containsExactlyInAnyOrder(
                        EventKind.CLOSE, EventKind.CLOSE, EventKind.CONNECT_V4, EventKind.CONNECT_V4);
        assertThat(fixture.source().counts().skipped()).isEqualTo(2);
    }

    @Test
    void countsLinesThatAreNoRows() throws IOException {
        fixture.proc().tcp(PID, "junk\n", OUT, "\u0000\u00ff");

        assertThat(fixture.poll()).hasSize(1);
        assertThat(fixture.source().counts().malformed()).isEqualTo(2);
    }

    @Test
    void readsOpenConnectionsAnewWithTheirPresentState() throws IOException {
        fixture.poll();
        fixture.proc().tcp(PID, OUT);
        fixture.poll();
        fixture.proc().tcp(PID, FakeProc.row("10.0.0.1:4000", "10.0.0.2:443", CLOSE_WAIT, 7));
        fixture.poll();

        fixture.source().readOpen();

        assertThat(fixture.handler().take())
                .hasSize(1)
                .first()
                .satisfies(event -> assertThat(event)
                        .returns(EventKind.OPEN, Recorded::kind)
                        .returns(CLOSE_WAIT, Recorded::state)
                        .returns(FLAG_POLLED, Recorded::flags)
                        .returns(ProcfsFixture.START + 20, Recorded::opened));
        assertThat(fixture.source().counts().seen()).isOne();
    }

    @Test
    void handsOverWhatIsLeftBeforeItReadsAnew() throws IOException {
        fixture.proc().tcp(PID, OUT);
        fixture.source().drain(0);

        fixture.source().readOpen();

        assertThat(fixture.handler().take()).extracting(Recorded::kind).containsExactly(EventKind.OPEN, EventKind.OPEN);
        assertThat(fixture.source().counts().seen()).isOne();
    }

    @Test
    void saysHowItIsAttachedAndWhyNotBetter() {
        assertThat(fixture.source().attachment())
                .isEqualTo(new Attachment(
                        AttachMode.PROCFS, "polling /proc/<pid>/net/tcp and tcp6 every 0 ms", ProcfsFixture.REFUSED));
    }

    @Test
    @Timeout(10)
    void endsAWaitWhenItIsWoken() {
        fixture.source().wake();
        fixture.source().await(60_000);
    }

    @Test
    @Timeout(10)
    void sleepsNoLongerThanToTheNextPoll() {
        fixture.source().sleep(60_000); // the first is due
        fixture.poll();
        fixture.source().sleep(60_000);
    }

    @Test
    void mayBeClosedTwiceAndWokenAfterwards() {
        fixture.source().close();
        fixture.source().close();
        fixture.source().wake();
    }

    @Test
    void failsWhereThereIsNoProc() {
        assertThatThrownBy(() -> new ProcfsSource(
                        folder.resolve("none"),
                        new EventDecoder(fixture.handler()),
                        () -> 0,
                        Duration.ofSeconds(1),
                        List.of()))
                .isInstanceOf(BpfException.class)
                .hasMessageContaining("mount the proc file system");
    }

    @Test
    void saysThatDnsNeedsBpfAndWhyThereIsNone() {
        assertThatThrownBy(() -> fixture.source().watchDns(true))
                .isInstanceOf(BpfException.class)
                .hasMessage("DNS can't be seen by polling /proc, and BPF can't be used: no BTF")
                .returns(FailureReason.NO_BTF, e -> ((BpfException) e).reason());
        assertThatCode(() -> fixture.source().watchDns(false)).doesNotThrowAnyException();
    }

    @Test
    void saysHowToSeeDnsWherePollingWasAskedFor() throws Exception {
        try (ProcfsSource asked = new ProcfsSource(
                fixture.proc().root(), new EventDecoder(fixture.handler()), () -> 0, Duration.ofMillis(1), List.of())) {
            assertThatThrownBy(() -> asked.watchDns(true))
                    .hasMessage(
                            "DNS can't be seen by polling /proc: let the agent use BPF, with --attach auto or tracepoint.");
        }
    }
}
