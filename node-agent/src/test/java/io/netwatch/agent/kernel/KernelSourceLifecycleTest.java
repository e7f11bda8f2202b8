package io.netwatch.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.event.ConnectionEvent;
import io.netwatch.agent.event.Direction;
import io.netwatch.agent.event.EventDecoder;
import io.netwatch.agent.event.EventKind;
import io.netwatch.agent.event.TcpState;
import io.netwatch.agent.testbed.Cgroup;
import io.netwatch.agent.testbed.Command;
import io.netwatch.agent.testbed.Namespace;
import io.netwatch.agent.testbed.Recording;
import io.netwatch.agent.testbed.RequiresKernelEvents;
import io.netwatch.agent.testbed.Seen;
import io.netwatch.agent.testbed.Traffic;
import io.netwatch.bpf.BpfObjectFile;
import java.io.File;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a source finds when it comes, reads while it is there, and leaves behind. */
@RequiresKernelEvents
class KernelSourceLifecycleTest {
    private static final int ROUNDS = 200;

    private Namespace namespace;

    @BeforeEach
    void start() {
        namespace = Namespace.create();
    }

    @AfterEach
    void stop() {
        namespace.close();
    }

    @Test
    void listsConnectionsThatWereOpenBefore() throws Exception {
        try (Cgroup cgroup = Cgroup.create();
                Traffic client = Traffic.start(namespace, cgroup);
                Traffic server = Traffic.start(namespace)) {
            int port = server.askNumber("listen 127.0.0.1");
            int clientPort = client.askNumber("connect 127.0.0.1 " + port);
            server.ask("accept");
            client.ask("send client 1234");
            server.ask("receive server 1234");
            try (LiveSource live = LiveSource.open()) {
                Seen outbound = live.await(EventKind.OPEN, client.pid());
                assertThat(outbound.direction()).isEqualTo(Direction.OUTBOUND);
                assertThat(outbound.flags()).isEqualTo(ConnectionEvent.FLAG_PREEXISTING);
                assertThat(outbound.state()).isEqualTo(TcpState.ESTABLISHED);
                assertThat(outbound.opened()).isZero();
                assertThat(outbound.tx()).isEqualTo(1234);
                assertThat(outbound.cgroup()).isEqualTo(cgroup.id());
                assertThat(outbound.netns()).isEqualTo(namespace.inode());
                assertThat(outbound.comm()).isEqualTo("perl");
                assertThat(outbound.local().port()).isEqualTo(clientPort);

                Seen inbound = live.await(EventKind.OPEN, server.pid());
                assertThat(inbound.direction()).isEqualTo(Direction.INBOUND);
                assertThat(inbound.rx()).isEqualTo(1234);

                client.ask("close client");
                server.ask("close server");
                Seen close = live.await(EventKind.CLOSE, client.pid());
                assertThat(close.id()).isEqualTo(outbound.id());
                assertThat(close.tx()).isEqualTo(1234);
                assertThat(close.flags()).isEqualTo(ConnectionEvent.FLAG_PREEXISTING);
            }
        }
    }

    @Test
    void tellsWhoBeganAConnectionWhoseListenerIsGone() throws Exception {
        try (Traffic client = Traffic.start(namespace);
                Traffic server = Traffic.start(namespace)) {
            int port = server.askNumber("listen 127.0.0.1");
            client.ask("connect 127.0.0.1 " + port);
            server.ask("accept");
            server.ask("listen 127.0.0.1"); // in place of the first
            client.ask("send client 5000");
            server.ask("receive server 5000");
            server.ask("send server 6000");
            client.ask("receive client 6000");
            try (LiveSource live = LiveSource.open()) {
                assertThat(live.await(EventKind.OPEN, client.pid()).direction()).isEqualTo(Direction.OUTBOUND);
                assertThat(live.await(EventKind.OPEN, server.pid()).direction()).isEqualTo(Direction.INBOUND);
                assertThat(live.cgroupPath(
                                live.await(EventKind.OPEN, client.pid()).cgroup()))
                        .isNotNull();
            }
        }
    }

    @Test
    void knowsTheOwnerOfAListenerThatWasThereBefore() throws Exception {
        try (Traffic client = Traffic.start(namespace);
                Traffic server = Traffic.start(namespace)) {
            int port = server.askNumber("listen ::");
            try (LiveSource live = LiveSource.open()) {
                client.ask("connect 127.0.0.1 " + port);

                Seen accept = live.await(EventKind.ACCEPT, server.pid());

                assertThat(accept.comm()).isEqualTo("perl");
                assertThat(accept.netns()).isEqualTo(namespace.inode());
            }
        }
    }

    @Test
    void readsOpenConnectionsAnew() throws Exception {
        try (LiveSource live = LiveSource.open();
                Traffic client = Traffic.start(namespace);
                Traffic server = Traffic.start(namespace)) {
            int port = server.askNumber("listen 127.0.0.1");
            client.ask("connect 127.0.0.1 " + port);
            server.ask("accept");
            client.ask("send client 70000");
            server.ask("receive server 70000");
            Seen connect = live.await(EventKind.CONNECT_V4, client.pid());

            live.source().readOpen();

            Seen open = live.await(EventKind.OPEN, client.pid());
            assertThat(open.id()).isEqualTo(connect.id());
            assertThat(open.tx()).isEqualTo(70_000);
            assertThat(open.rtt()).isPositive();
        }
    }

    @Test
    void showsAConnectThatIsStillUnansweredAndThenGivenUp() throws Exception {
        try (LiveSource live = LiveSource.open();
                Namespace silent = Namespace.create()) {
            namespace.connect(silent, "10.78.0.1/24", "10.78.0.9/24");
            silent.dropAll();
            Traffic client = Traffic.start(namespace);
            client.begin("connect 10.78.0.9 80");
            Awaitility.await().until(() -> {
                live.source().readOpen();
                return !live.seen(e -> e.tgid() == client.pid() && e.state() == TcpState.SYN_SENT)
                        .isEmpty();
            });
            client.close();

            Seen failed = live.await(EventKind.CONNECT_FAILED, client.pid());

            assertThat(failed.error()).as("nobody gave an error").isZero();
            assertThat(failed.peer()).hasToString("10.78.0.9:80");
        }
    }

    @Test
    void theTracepointAloneTellsConnections() throws Exception {
        Recording recording = new Recording();
        byte[] image = BpfObjectFile.read();
        Settings settings = new Settings(4 << 20, 1024, false);
        try (KernelSource source = KernelSource.open(
                        () -> image, ProgramSet.TRACEPOINT_ALONE, List.of(), settings, new EventDecoder(recording));
                Traffic traffic = Traffic.start(namespace)) {
            traffic.makePairs("127.0.0.1", 10);

            // a record that another CPU is still writing holds up those behind it
            Awaitility.await().pollInSameThread().untilAsserted(() -> {
                source.drain(Integer.MAX_VALUE);
                assertThat(recording.seen())
                        .filteredOn(e -> e.tgid() == traffic.pid())
                        .hasSize(40);
            });
        }
    }

    @Test
    void twoSourcesAtOnceBothTell() throws Exception {
        try (LiveSource one = LiveSource.open();
                LiveSource two = LiveSource.open();
                Traffic traffic = Traffic.start(namespace)) {
            traffic.ask("pairs 127.0.0.1 10");

            for (LiveSource live : List.of(one, two)) {
                assertThat(live.await(40, e -> e.tgid() == traffic.pid())).hasSize(40);
            }
        }
    }

    @Test
    void namesProcessesByTheirV1CgroupWhereAsked() throws Exception {
        try (Cgroup cgroup = Cgroup.createV1()) {
            org.junit.jupiter.api.Assumptions.assumeTrue(cgroup != null, "needs the v1 memory hierarchy");
            try (LiveSource live = LiveSource.openV1();
                    Traffic traffic = Traffic.start(namespace, cgroup)) {
                traffic.ask("pairs 127.0.0.1 1");

                List<Seen> seen = live.await(4, e -> e.tgid() == traffic.pid());

                assertThat(seen).extracting(Seen::cgroup).containsOnly(cgroup.id());
                assertThat(live.cgroupPath(cgroup.id())).isEqualTo(cgroup.path());
            }
        }
    }

    @Test
    void roundsOfLoadAndUnloadLeaveNothingBehind() throws Exception {
        LiveSource.open().close(); // what is loaded once for the process stays
        Map<String, Long> before = kernelObjects();
        int descriptors = descriptors();

        for (int i = 0; i < ROUNDS; i++) {
            LiveSource.open().close();
        }

        assertThat(descriptors()).isLessThanOrEqualTo(descriptors);
        // the kernel frees programs and maps a moment after their last user is gone
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(kernelObjects()).isEqualTo(before));
    }

    /** Counts of BPF objects of this process. */
    private static Map<String, Long> kernelObjects() {
        Map<String, Long> counts = new TreeMap<>();
        for (String type : List.of("prog", "map", "link")) {
            String ours = "\"pid\":" + ProcessHandle.current().pid() + ",";
            long count = Arrays.stream(
                            Command.run("bpftool", "--json", type, "show").split("\\{\"id\"", -1))
                    .filter(object -> object.contains(ours))
                    .count();
            counts.put(type, count);
        }
        return counts;
    }

    private static int descriptors() {
        return new File("/proc/self/fd").list().length;
    }
}
