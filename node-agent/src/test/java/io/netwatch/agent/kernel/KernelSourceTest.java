package io.netwatch.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.event.ConnectionEvent;
import io.netwatch.agent.event.Direction;
import io.netwatch.agent.event.EventKind;
import io.netwatch.agent.event.TcpState;
import io.netwatch.agent.libbpf.Errno;
import io.netwatch.agent.testbed.Cgroup;
import io.netwatch.agent.testbed.Namespace;
import io.netwatch.agent.testbed.RequiresKernelEvents;
import io.netwatch.agent.testbed.Seen;
import io.netwatch.agent.testbed.Traffic;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events of real connections between real processes, each in a network namespace and a cgroup of its own. */
@RequiresKernelEvents
class KernelSourceTest {
    private LiveSource live;
    private Namespace namespace;
    private Namespace other;
    private Cgroup clientGroup;
    private Cgroup serverGroup;
    private Traffic client;
    private Traffic server;

    @BeforeEach
    void start() throws Exception {
        live = LiveSource.open();
        namespace = Namespace.create();
        other = Namespace.create();
        namespace.connect(other, "10.77.0.1/24", "10.77.0.2/24");
        namespace.connect(other, "fd77::1/64", "fd77::2/64");
        clientGroup = Cgroup.create();
        serverGroup = Cgroup.create();
        client = Traffic.start(namespace, clientGroup);
        server = Traffic.start(other, serverGroup);
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
        clientGroup.close();
        serverGroup.close();
        namespace.close();
        other.close();
        live.close();
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 10.77.0.2, 10.77.0.1, CONNECT_V4, 0",
        "fd77::2, fd77::2, fd77::1, CONNECT_V6, 0",
        "::, ::ffff:10.77.0.2, 10.77.0.1, CONNECT_V4, 2",
    })
    void tellsAConnectionFromBothEndsAcrossNamespaces(
            String listenOn, String to, String from, EventKind kind, int flags) {
        int port = server.askNumber("listen " + listenOn);
        int clientPort = client.askNumber("connect " + to + " " + port);
        server.ask("accept");
        client.ask("send client 100000");
        server.ask("receive server 100000");
        server.ask("send server 4321");
        client.ask("receive client 4321");
        client.ask("close client");
        server.ask("close server");

        Seen connect = live.await(kind, client.pid());
        assertThat(connect.local()).hasToString(socket(from, clientPort));
        assertThat(connect.peer()).hasToString(socket(to.replace("::ffff:", ""), port));
        assertThat(connect.direction()).isEqualTo(Direction.OUTBOUND);
        assertThat(connect.state()).isEqualTo(TcpState.ESTABLISHED);
        assertThat(connect.flags()).isEqualTo(flags);
        assertThat(connect.error()).isZero();
        assertThat(connect.time()).isGreaterThan(connect.opened());
        assertOwner(connect, client, clientGroup, namespace);

        Seen accept = live.await(EventKind.ACCEPT, server.pid());
        assertThat(accept.local()).isEqualTo(connect.peer());
        assertThat(accept.peer()).isEqualTo(connect.local());
        assertThat(accept.direction()).isEqualTo(Direction.INBOUND);
        assertOwner(accept, server, serverGroup, other);

        Seen closedHere = live.await(EventKind.CLOSE, client.pid());
        assertThat(closedHere.id()).isEqualTo(connect.id());
        assertThat(closedHere.tx()).isEqualTo(100_000);
        assertThat(closedHere.rx()).isEqualTo(4321);
        assertThat(closedHere.rtt()).isPositive();
        assertThat(closedHere.opened()).isEqualTo(connect.opened());
        assertOwner(closedHere, client, clientGroup, namespace);

        Seen closedThere = live.await(EventKind.CLOSE, server.pid());
        assertThat(closedThere.id()).isEqualTo(accept.id());
        assertThat(closedThere.tx()).isEqualTo(4321);
        assertThat(closedThere.rx()).isEqualTo(100_000);
        assertOwner(closedThere, server, serverGroup, other);
    }

    @Test
    void namesACgroupAheadOfItsFirstConnection() {
        int port = server.askNumber("listen 10.77.0.2");
        client.ask("connect 10.77.0.2 " + port);

        live.await(EventKind.ACCEPT, server.pid());

        assertThat(live.cgroupPath(clientGroup.id())).isEqualTo(clientGroup.path());
        assertThat(live.cgroupPath(serverGroup.id())).isEqualTo(serverGroup.path());
    }

    @Test
    void bytesAreExactWhenTheServerClosesFirst() {
        int port = server.askNumber("listen 10.77.0.2");
        client.ask("connect 10.77.0.2 " + port);
        server.ask("accept");
        client.ask("send client 1");
        server.ask("receive server 1");
        server.ask("close server");
        client.ask("receive client 1");
        client.ask("close client");

        Seen closedHere = live.await(EventKind.CLOSE, client.pid());
        Seen closedThere = live.await(EventKind.CLOSE, server.pid());

        assertThat(List.of(closedHere.tx(), closedHere.rx())).containsExactly(1L, 0L);
        assertThat(List.of(closedThere.tx(), closedThere.rx())).containsExactly(0L, 1L);
    }

    @ParameterizedTest
    @CsvSource({"10.77.0.2", "fd77::2", "127.0.0.1", "::1", "::ffff:10.77.0.2"})
    void tellsARefusedConnect(String address) {
        assertThat(client.ask("connect " + address + " 1")).isEqualTo("failed ECONNREFUSED");

        Seen failed = live.await(EventKind.CONNECT_FAILED, client.pid());

        assertThat(failed.error()).isEqualTo(Errno.ECONNREFUSED);
        assertThat(failed.peer()).hasToString(socket(address.replace("::ffff:", ""), 1));
        assertThat(failed.local().port()).isPositive();
        assertThat(failed.state()).isEqualTo(TcpState.CLOSE);
        assertOwner(failed, client, clientGroup, namespace);
    }

    @Test
    void tellsAConnectThatTimesOut() {
        namespace.run("sysctl", "-qw", "net.ipv4.tcp_syn_retries=1", "net.ipv4.tcp_syn_linear_timeouts=0");
        other.dropAll();
        assertThat(client.ask("connect 10.77.0.2 80")).isEqualTo("failed ETIMEDOUT");

        Seen failed = live.await(EventKind.CONNECT_FAILED, client.pid());

        assertThat(failed.error()).isEqualTo(Errno.ETIMEDOUT);
        assertThat(failed.retransmits()).isEqualTo(1);
        assertThat(failed.time() - failed.opened()).isGreaterThan(1_000_000_000L);
        assertOwner(failed, client, clientGroup, namespace);
    }

    @Test
    void tellsAHostThatDoesNotAnswerOnItsLink() {
        assertThat(client.ask("connect 10.77.0.99 80")).isEqualTo("failed EHOSTUNREACH");

        Seen failed = live.await(EventKind.CONNECT_FAILED, client.pid());

        assertThat(failed.error()).isEqualTo(Errno.EHOSTUNREACH);
        assertThat(failed.peer()).hasToString("10.77.0.99:80");
        assertOwner(failed, client, clientGroup, namespace);
    }

    @ParameterizedTest
    @CsvSource({
        "10.78.0.1, ENETUNREACH, 101",
        "fd78::1, ENETUNREACH, 101",
        "10.79.0.1, EHOSTUNREACH, 113",
        "10.80.0.1, EACCES, 13"
    })
    void tellsAConnectThatHasNoRoute(String address, String name, int errno) {
        namespace.run("ip", "route", "add", "unreachable", "10.79.0.0/16");
        namespace.run("ip", "route", "add", "prohibit", "10.80.0.0/16");
        assertThat(client.ask("connect " + address + " 80")).isEqualTo("failed " + name);

        Seen failed = live.await(EventKind.CONNECT_FAILED, client.pid());

        assertThat(failed.error()).isEqualTo(errno);
        assertThat(failed.peer()).hasToString(socket(address, 80));
        assertThat(failed.direction()).isEqualTo(Direction.OUTBOUND);
        assertThat(failed.local().isUnset()).as("no local end").isTrue();
        assertOwner(failed, client, clientGroup, namespace);
    }

    @Test
    void tellsAConnectWithoutAPortLeftOnce() {
        namespace.run("sysctl", "-qw", "net.ipv4.ip_local_port_range=50000 50000");
        int port = server.askNumber("listen 10.77.0.2");
        client.ask("connect 10.77.0.2 " + port);
        try (Traffic second = Traffic.start(namespace)) {
            assertThat(second.ask("connect 10.77.0.2 " + port)).isEqualTo("failed EADDRNOTAVAIL");

            Seen failed = live.await(EventKind.CONNECT_FAILED, second.pid());

            assertThat(failed.error()).isEqualTo(Errno.EADDRNOTAVAIL);
            assertThat(live.seen(e -> e.tgid() == second.pid())).hasSize(1);
        }
    }

    @Test
    void tellsAResetToTheEndThatWasReset() {
        int port = server.askNumber("listen 10.77.0.2");
        client.ask("connect 10.77.0.2 " + port);
        server.ask("accept");
        server.ask("reset server");

        Seen reset = live.await(EventKind.CLOSE, client.pid());
        Seen resetter = live.await(EventKind.CLOSE, server.pid());

        assertThat(reset.error()).isEqualTo(Errno.ECONNRESET);
        assertThat(resetter.error()).isZero();
        assertOwner(reset, client, clientGroup, namespace);
    }

    @Test
    void anAcceptedConnectionBelongsToWhoListensNotToWhoeverRuns() {
        int port = server.askNumber("listen 10.77.0.2");
        client.ask("connect 10.77.0.2 " + port);

        Seen accept = live.await(
                        1, e -> e.kind() == EventKind.ACCEPT && e.local().port() == port)
                .get(0);

        assertOwner(accept, server, serverGroup, other);
    }

    @Test
    void ofAPortThatTwoProcessesShareOnlyTheCgroupIsKnown() {
        try (Traffic second = Traffic.start(other, serverGroup)) {
            int port = server.askNumber("listen 10.77.0.2");
            second.ask("listen 10.77.0.2 " + port);
            client.ask("connect 10.77.0.2 " + port);

            Seen accept = live.await(
                            1, e -> e.kind() == EventKind.ACCEPT && e.local().port() == port)
                    .get(0);

            assertThat(accept.tgid()).isZero();
            assertThat(accept.comm()).isEmpty();
            assertThat(accept.cgroup()).isEqualTo(serverGroup.id());
        }
    }

    private static void assertOwner(Seen event, Traffic process, Cgroup cgroup, Namespace namespace) {
        assertThat(event.tgid()).as("tgid").isEqualTo(process.pid());
        assertThat(event.pid()).as("pid").isEqualTo(process.pid());
        assertThat(event.comm()).as("comm").isEqualTo("perl");
        assertThat(event.uid()).as("uid").isZero();
        assertThat(event.cgroup()).as("cgroup").isEqualTo(cgroup.id());
        assertThat(event.netns()).as("netns").isEqualTo(namespace.inode());
        assertThat(event.flags() & ConnectionEvent.FLAG_PREEXISTING)
                .as("preexisting")
                .isZero();
    }

    private static String socket(String address, int port) {
        return address.contains(":") ? "[" + address + "]:" + port : address + ":" + port;
    }
}
