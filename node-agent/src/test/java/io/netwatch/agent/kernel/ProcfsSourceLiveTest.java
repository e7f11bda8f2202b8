package io.netwatch.agent.kernel;

import static io.netwatch.agent.event.ConnectionEvent.FLAG_MAPPED;
import static io.netwatch.agent.event.ConnectionEvent.FLAG_POLLED;
import static io.netwatch.agent.event.ConnectionEvent.FLAG_PREEXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netwatch.agent.event.Direction;
import io.netwatch.agent.event.EventDecoder;
import io.netwatch.agent.event.EventKind;
import io.netwatch.agent.kernel.RecordingHandler.Recorded;
import io.netwatch.agent.libbpf.BootTime;
import io.netwatch.agent.libbpf.BpfException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On the real {@code /proc}; needs no privilege. */
class ProcfsSourceLiveTest {
    private static final Path PROC = Path.of("/proc");

    private final RecordingHandler handler = new RecordingHandler();
    private final int pid = (int) ProcessHandle.current().pid();
    private ProcfsSource source;

    @BeforeEach
    void open() throws BpfException {
        assumeTrue(Files.isReadable(PROC.resolve("self/net/tcp")), "a Linux /proc");
        source = new ProcfsSource(PROC, new EventDecoder(handler), BootTime::nanos, Duration.ZERO, List.of());
    }

    @AfterEach
    void close() {
        if (source != null) {
            source.close();
        }
    }

    /** The events of a port, those of the end that listens on it first. */
    private List<Recorded> poll(int port) {
        source.drain(Integer.MAX_VALUE);
        List<Recorded> inbound = handler.order().isEmpty() ? List.of() : handler.take(e -> uses(e, port));
        return inbound.stream()
                .sorted((a, b) ->
                        Boolean.compare(b.local().port() == port, a.local().port() == port))
                .toList();
    }

    private static boolean uses(Recorded event, int port) {
        return event.local().port() == port || event.peer().port() == port;
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void followsALoopbackConnectionFromConnectToClose(String address) throws IOException {
        InetAddress loopback = InetAddress.getByName(address);
        try (ServerSocket server = serverOrSkip(loopback)) {
            int port = server.getLocalPort();
            poll(port);

            List<Recorded> opened;
            try (Socket client = new Socket(loopback, port);
                    Socket accepted = server.accept()) {
                opened = poll(port);
                assertThat(opened.get(0).peer().port()).isEqualTo(client.getLocalPort());
                assertThat(accepted.isConnected()).isTrue();
            }
            List<Recorded> closed = poll(port);

            EventKind connect = address.equals("::1") ? EventKind.CONNECT_V6 : EventKind.CONNECT_V4;
            assertThat(opened).extracting(Recorded::kind).containsExactly(EventKind.ACCEPT, connect);
            assertThat(opened).extracting(Recorded::direction).containsExactly(Direction.INBOUND, Direction.OUTBOUND);
            assertThat(opened)
                    .allSatisfy(event -> assertThat(event)
                            .returns(pid, Recorded::tgid)
                            .returns(Files.readString(PROC.resolve("self/comm")).strip(), Recorded::comm)
                            .returns(
                                    (long) (Integer) Files.getAttribute(PROC.resolve("self"), "unix:uid"),
                                    e -> Integer.toUnsignedLong(e.uid())));
            assertThat(closed).extracting(Recorded::kind).containsExactly(EventKind.CLOSE, EventKind.CLOSE);
            assertThat(closed)
                    .extracting(Recorded::id)
                    .containsExactlyElementsOf(opened.stream().map(Recorded::id).toList());
        }
    }

    @Test
    void findsAConnectionThatWasThereBefore() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket server = new ServerSocket(0, 1, loopback);
                Socket client = new Socket(loopback, server.getLocalPort());
                Socket accepted = server.accept()) {
            List<Recorded> events = poll(server.getLocalPort());

            assertThat(accepted.getPort()).isEqualTo(client.getLocalPort());
            assertThat(events)
                    .hasSize(2)
                    .allSatisfy(event -> assertThat(event)
                            .returns(EventKind.OPEN, Recorded::kind)
                            .returns(
                                    FLAG_PREEXISTING | FLAG_POLLED,
                                    e -> e.flags() & ~FLAG_MAPPED) // Java's are IPv6 sockets
                            .returns(0L, Recorded::opened)
                            .returns(pid, Recorded::tgid));
        }
        assertThat(source.counts().malformed()).isZero();
    }

    private static ServerSocket serverOrSkip(InetAddress address) {
        try {
            return new ServerSocket(0, 1, address);
        } catch (IOException e) {
            assumeTrue(false, "a machine with " + address);
            throw new AssertionError(e);
        }
    }
}
