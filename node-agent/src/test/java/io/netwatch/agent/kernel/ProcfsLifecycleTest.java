package io.netwatch.agent.kernel;

import static io.netwatch.agent.event.ConnectionEvent.FLAG_MAPPED;
import static io.netwatch.agent.event.ConnectionEvent.FLAG_POLLED;
import static io.netwatch.agent.event.ConnectionEvent.FLAG_PREEXISTING;
import static io.netwatch.agent.event.TcpState.CLOSE;
import static io.netwatch.agent.event.TcpState.CLOSE_WAIT;
import static io.netwatch.agent.event.TcpState.ESTABLISHED;
import static io.netwatch.agent.event.TcpState.LISTEN;
import static io.netwatch.agent.event.TcpState.SYN_RECV;
import static io.netwatch.agent.event.TcpState.SYN_SENT;
import static io.netwatch.agent.kernel.ProcfsFixture.NETNS;
import static io.netwatch.agent.kernel.ProcfsFixture.OUT;
import static io.netwatch.agent.kernel.ProcfsFixture.PID;
import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.event.EventKind;
import io.netwatch.agent.event.TcpState;
import io.netwatch.agent.kernel.RecordingHandler.Recorded;
import io.netwatch.agent.libbpf.BpfException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What polls make of a connection from its beginning to its end. */
class ProcfsLifecycleTest {
    private static final String SERVER = "00000000000000000000000000000000:80";

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
    void reportsWhatTheFirstPollFindsAsPreexisting() throws IOException {
        fixture.proc().tcp(PID, OUT);
        fixture.proc().hold(PID, 7);

        Recorded event = fixture.pollOne();

        assertThat(event)
                .returns("OPEN OUTBOUND 10.0.0.1:4000 10.0.0.2:443", Recorded::gist)
                .returns(ESTABLISHED, Recorded::state)
                .returns(FLAG_PREEXISTING | FLAG_POLLED, Recorded::flags)
                .returns(NETNS, Recorded::netns)
                .returns(ProcfsFixture.START + 10, Recorded::time)
                .returns(0L, Recorded::opened)
                .returns(PID, Recorded::tgid)
                .returns(PID, Recorded::pid)
                .returns(FakeProc.UID, Recorded::uid)
                .returns("shop", Recorded::comm)
                .returns(fixture.proc().cgroupId("/kubepods/pod1"), Recorded::cgroup);
        assertThat(event.id()).isNotZero();
    }

    @Test
    void reportsALaterOneAsConnectAndThenAsClosed() throws IOException {
        fixture.poll();

        fixture.proc().tcp(PID, OUT);
        Recorded connect = fixture.pollOne();
        List<Recorded> unchanged = fixture.poll();
        fixture.proc().tcp(PID);
        Recorded end = fixture.pollOne();

        assertThat(connect)
                .returns(EventKind.CONNECT_V4, Recorded::kind)
                .returns(FLAG_POLLED, Recorded::flags)
                .returns(ProcfsFixture.START + 20, Recorded::opened);
        assertThat(unchanged).isEmpty();
        assertThat(end)
                .returns(EventKind.CLOSE, Recorded::kind)
                .returns(CLOSE, Recorded::state)
                .returns(FLAG_POLLED, Recorded::flags)
                .returns(ProcfsFixture.START + 20, Recorded::opened)
                .returns(ProcfsFixture.START + 40, Recorded::time)
                .returns(connect.id(), Recorded::id);
    }

    @Test
    void tellsAddressFamiliesApart() throws IOException {
        fixture.poll();

        fixture.proc()
                .tcp6(
                        PID,
                        FakeProc.row(
                                "B80D0120000000000000000001000000:4001",
                                "B80D0120000000000000000002000000:443",
                                CLOSE_WAIT,
                                8),
                        FakeProc.row(
                                "0000000000000000FFFF00000100000A:4002",
                                "0000000000000000FFFF00000200000A:443",
                                ESTABLISHED,
                                9));
        List<Recorded> events = fixture.poll();

        assertThat(events)
                .extracting(Recorded::gist)
                .containsExactly(
                        "CONNECT_V6 OUTBOUND [2001:db8::1]:4001 [2001:db8::2]:443",
                        "CONNECT_V4 OUTBOUND 10.0.0.1:4002 10.0.0.2:443");
        assertThat(events).extracting(Recorded::flags).containsExactly(FLAG_POLLED, FLAG_POLLED | FLAG_MAPPED);
    }

    @Test
    void reportsAConnectionToAListeningPortAsAccepted() throws IOException {
        fixture.poll();

        fixture.proc().tcp(PID, FakeProc.row("10.0.0.1:80", "10.0.0.2:5000", ESTABLISHED, 8));
        fixture.proc().tcp6(PID, FakeProc.row(SERVER, "00000000000000000000000000000000:0", LISTEN, 1));

        assertThat(fixture.pollOne().gist()).isEqualTo("ACCEPT INBOUND 10.0.0.1:80 10.0.0.2:5000");
    }

    @Test
    void reportsAnAttemptAsOpenAndWhenItIsAnsweredAsConnect() throws IOException {
        fixture.poll();

        fixture.proc().tcp(PID, FakeProc.row("10.0.0.1:4000", "10.0.0.2:443", SYN_SENT, 7));
        Recorded attempt = fixture.pollOne();
        fixture.proc().tcp(PID, OUT);
        Recorded connect = fixture.pollOne();

        assertThat(attempt)
                .returns(EventKind.OPEN, Recorded::kind)
                .returns(SYN_SENT, Recorded::state)
                .returns(FLAG_POLLED, Recorded::flags);
        assertThat(connect)
                .returns(EventKind.CONNECT_V4, Recorded::kind)
                .returns(attempt.id(), Recorded::id)
                .returns(attempt.time(), Recorded::opened);
    }

    @Test
    void reportsAnAttemptThatIsGoneAsFailed() throws IOException {
        fixture.proc().tcp(PID, FakeProc.row("10.0.0.1:4000", "10.0.0.2:443", SYN_SENT, 7));
        fixture.poll();

        fixture.proc().tcp(PID);

        assertThat(fixture.pollOne())
                .returns(EventKind.CONNECT_FAILED, Recorded::kind)
                .returns(CLOSE, Recorded::state)
                .returns(0, Recorded::error);
    }

    @Test
    void keepsAnAttemptThatMeetsTheOthersHalfway() throws IOException {
        fixture.proc().tcp(PID, FakeProc.row("10.0.0.1:4000", "10.0.0.2:443", SYN_SENT, 7));
        fixture.poll();

        fixture.proc().tcp(PID, FakeProc.row("10.0.0.1:4000", "10.0.0.2:443", SYN_RECV, 7));

        assertThat(fixture.poll()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"LISTEN", "TIME_WAIT", "NEW_SYN_RECV", "SYN_RECV", "CLOSE"})
    void takesForNoConnectionWhatIsNone(TcpState state) throws IOException {
        fixture.proc().tcp(PID, FakeProc.row("10.0.0.1:4000", "10.0.0.2:443", state, 0));

        assertThat(fixture.poll()).isEmpty();
        assertThat(fixture.source().counts()).isEqualTo(SourceCounts.NONE);
    }

    @Test
    void tellsTwoSocketsThatUsedTheSamePortsApart() throws IOException {
        fixture.proc().tcp(PID, OUT);
        Recorded first = fixture.pollOne();

        fixture.proc().tcp(PID, FakeProc.row("10.0.0.1:4000", "10.0.0.2:443", ESTABLISHED, 8));
        List<Recorded> events = fixture.poll();

        assertThat(events).extracting(Recorded::kind).containsExactly(EventKind.CLOSE, EventKind.CONNECT_V4);
        assertThat(events.get(0).id()).isEqualTo(first.id());
        assertThat(events.get(1).id()).isNotEqualTo(first.id());
    }

    @Test
    void keepsAConnectionThatItsProcessHasClosed() throws IOException {
        fixture.proc().tcp(PID, OUT);
        fixture.proc().hold(PID, 7);
        fixture.poll();

        fixture.proc().tcp(PID, FakeProc.row("10.0.0.1:4000", "10.0.0.2:443", TcpState.FIN_WAIT1, 0));
        List<Recorded> closing = fixture.poll();
        fixture.proc().tcp(PID);

        assertThat(closing).isEmpty();
        assertThat(fixture.pollOne()).returns(EventKind.CLOSE, Recorded::kind).returns(PID, Recorded::tgid);
    }

    @Test
    void countsARowThatIsReadTwiceOnce() throws IOException {
        fixture.proc().tcp(PID, OUT, OUT, FakeProc.row("10.0.0.1:4000", "10.0.0.2:443", ESTABLISHED, 8));
        fixture.poll();

        assertThat(fixture.poll()).isEmpty();
        assertThat(fixture.source().counts().seen()).isOne();
    }
}
