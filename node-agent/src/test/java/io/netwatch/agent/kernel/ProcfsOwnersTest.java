package io.netwatch.agent.kernel;

import static io.netwatch.agent.event.TcpState.ESTABLISHED;
import static io.netwatch.agent.event.TcpState.LISTEN;
import static io.netwatch.agent.kernel.ProcfsFixture.NETNS;
import static io.netwatch.agent.kernel.ProcfsFixture.OUT;
import static io.netwatch.agent.kernel.ProcfsFixture.PID;
import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.event.Direction;
import io.netwatch.agent.event.EventKind;
import io.netwatch.agent.kernel.RecordingHandler.Recorded;
import io.netwatch.agent.libbpf.BpfException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose connections they are, while processes and namespaces come and go. */
class ProcfsOwnersTest {
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
    void saysOfAPortThatAnotherNamespaceListensOnThatItIsOutbound() throws IOException {
        fixture.proc().process(43, NETNS + 1, "other", "/other");
        fixture.proc().tcp(43, FakeProc.row("0.0.0.0:4000", "0.0.0.0:0", LISTEN, 1));
        fixture.proc().tcp(PID, OUT);

        assertThat(fixture.pollOne().direction()).isEqualTo(Direction.OUTBOUND);
    }

    @Test
    void givesAConnectionToItsListenerUntilAProcessAcceptsIt() throws IOException {
        String listener = FakeProc.row("0.0.0.0:80", "0.0.0.0:0", LISTEN, 1);
        fixture.proc().process(43, NETNS, "worker", "/kubepods/pod1");
        fixture.proc().hold(PID, 1);
        fixture.proc().tcp(PID, listener, FakeProc.row("10.0.0.1:80", "10.0.0.2:5000", ESTABLISHED, 0));
        Recorded waiting = fixture.pollOne();

        fixture.proc().hold(43, 8);
        fixture.proc().tcp(PID, listener, FakeProc.row("10.0.0.1:80", "10.0.0.2:5000", ESTABLISHED, 8));
        List<Recorded> accepted = fixture.poll();
        fixture.source().readOpen();
        Recorded open = fixture.handler().take().get(0);

        assertThat(waiting).returns("shop", Recorded::comm).returns(FakeProc.UID, Recorded::uid);
        assertThat(accepted).isEmpty();
        assertThat(open).returns("worker", Recorded::comm).returns(waiting.id(), Recorded::id);
    }

    @Test
    void readsANamespaceThroughOneOfItsProcesses() throws IOException {
        fixture.proc().process(9, NETNS, "first", "/first");
        fixture.proc().tcp(PID, OUT);

        assertThat(fixture.poll()).isEmpty();
    }

    @Test
    void readsANamespaceThroughAnotherProcessWhenTheFirstIsGone() throws IOException {
        fixture.proc().process(9, NETNS, "first", "/first");
        fixture.proc().tcp(9, OUT);
        fixture.proc().tcp(PID, OUT);
        fixture.poll();

        fixture.proc().remove(9, "net");

        assertThat(fixture.poll()).isEmpty();
    }

    @Test
    void reportsTheConnectionsOfANamespaceThatIsGoneAsClosed() throws IOException {
        fixture.proc().tcp(PID, OUT);
        fixture.poll();

        fixture.proc().remove(PID, "");

        assertThat(fixture.pollOne().kind()).isEqualTo(EventKind.CLOSE);
    }

    @Test
    void keepsTheConnectionsOfANamespaceThatItCouldNotRead() throws IOException {
        fixture.proc().tcp(PID, OUT);
        fixture.poll();

        fixture.proc().remove(PID, "net/tcp");
        Files.createDirectory(fixture.proc().process(PID).resolve("net/tcp")); // reading it fails, and it is there

        assertThat(fixture.poll()).isEmpty();
        assertThat(fixture.source().counts().skipped()).isOne();
    }

    @Test
    void readsIpv4WhereThereIsNoIpv6() throws IOException {
        fixture.proc().tcp(PID, OUT);
        fixture.proc().remove(PID, "net/tcp6");

        assertThat(fixture.poll()).hasSize(1);
        assertThat(fixture.poll()).isEmpty();
    }

    @Test
    void doesNotKnowTheOwnerWhenDescriptorsCannotBeRead() throws IOException {
        fixture.proc().remove(PID, "fd");
        fixture.proc().tcp(PID, OUT);

        assertThat(fixture.pollOne())
                .returns(0, Recorded::tgid)
                .returns("", Recorded::comm)
                .returns(0L, Recorded::cgroup)
                .returns(FakeProc.UID, Recorded::uid);
    }

    @Test
    void namesTheOwnerAsFarAsItIsThere() throws IOException {
        fixture.proc().hold(PID, 7);
        fixture.proc().remove(PID, "cgroup");
        Files.write(fixture.proc().process(PID).resolve("comm"), "k\u00e4fer\n".getBytes(StandardCharsets.ISO_8859_1));
        fixture.proc().tcp(PID, OUT);

        assertThat(fixture.pollOne())
                .returns(PID, Recorded::tgid)
                .returns("k\ufffdfer", Recorded::comm)
                .returns(0L, Recorded::cgroup);
    }

    @Test
    void findsAnOwnerInAnotherNamespace() throws IOException {
        fixture.proc().process(43, NETNS + 1, "proxy", "/proxy");
        fixture.proc().hold(43, 7);
        fixture.proc().tcp(PID, OUT);

        assertThat(fixture.pollOne()).returns("proxy", Recorded::comm).returns(NETNS, Recorded::netns);
    }

    @Test
    void namesACgroupOnceAheadOfItsFirstConnection() throws IOException {
        fixture.proc().hold(PID, 7);
        fixture.proc().hold(PID, 8);
        fixture.proc().tcp(PID, OUT, FakeProc.row("10.0.0.1:4001", "10.0.0.2:443", ESTABLISHED, 8));

        fixture.source().drain(100);
        fixture.source().readOpen();

        assertThat(fixture.handler().order())
                .startsWith(
                        "CGROUP " + fixture.proc().cgroupId("/kubepods/pod1") + " /kubepods/pod1",
                        "OPEN OUTBOUND 10.0.0.1:4000 10.0.0.2:443")
                .hasSize(5);
    }
}
