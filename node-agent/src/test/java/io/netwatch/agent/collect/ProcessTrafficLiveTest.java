package io.netwatch.agent.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.event.CgroupEvent;
import io.netwatch.agent.event.ConnectionEvent;
import io.netwatch.agent.event.EventHandler;
import io.netwatch.agent.event.EventKind;
import io.netwatch.agent.kernel.LiveSource;
import io.netwatch.agent.testbed.Namespace;
import io.netwatch.agent.testbed.RequiresKernelEvents;
import io.netwatch.agent.testbed.Traffic;
import io.netwatch.api.snapshot.ProcessBandwidth;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Fed by the running kernel with what real processes send and receive. */
@RequiresKernelEvents
class ProcessTrafficLiveTest {
    private final ProcessTraffic traffic = new ProcessTraffic(ProcessTraffic.CAPACITY);

    /** Gives differences, as the table of connections does. */
    private final class Differences implements EventHandler {
        private final Map<Long, long[]> before = new HashMap<>();

        @Override
        public void onConnection(ConnectionEvent e) {
            if (e.kind() == EventKind.CONNECT_FAILED) {
                return;
            }
            long[] last = before.get(e.id());
            if (last == null) {
                last = new long[2];
                before.put(e.id(), last);
                traffic.onOpened(e.tgid(), e);
            }
            traffic.onTraffic(e.tgid(), e, e.rxBytes() - last[0], e.txBytes() - last[1]);
            last[0] = e.rxBytes();
            last[1] = e.txBytes();
            if (e.kind() == EventKind.CLOSE) {
                before.remove(e.id());
                traffic.onClosed(e.tgid());
            }
        }

        @Override
        public void onCgroup(CgroupEvent e) {
            // whose it is does not matter here
        }
    }

    private ProcessBandwidth read(Traffic process) {
        List<ProcessBandwidth> all = traffic.read(System.nanoTime(), ProcessTraffic.CAPACITY);
        return all.stream()
                .filter(row -> row.pid() != null && row.pid() == process.pid())
                .findFirst()
                .orElse(null);
    }

    private static void send(Traffic from, String side, Traffic to, int bytes) {
        from.begin("send " + side + " " + bytes);
        assertThat(to.ask("receive " + (side.equals("client") ? "server " : "client ") + bytes))
                .isEqualTo("received " + bytes);
        from.answer();
    }

    @Test
    void bytesAreThoseThatAProcessSentAndReceived() throws Exception {
        try (LiveSource live = LiveSource.open(new Differences());
                Namespace namespace = Namespace.create();
                Traffic client = Traffic.start(namespace);
                Traffic server = Traffic.start(namespace)) {
            client.ask("connect 127.0.0.1 " + server.askNumber("listen 127.0.0.1"));
            server.ask("accept");
            send(client, "client", server, 1_234_567);
            send(server, "server", client, 7_654_321);

            live.drain();
            live.readOpen();
            live.drain();
            assertThat(read(client))
                    .isEqualTo(new ProcessBandwidth("perl", client.pid(), 7_654_321, 1_234_567, 0, 0, 1));

            send(client, "client", server, 1000);
            live.readOpen();
            live.drain();
            ProcessBandwidth open = read(server);
            assertThat(open.rxBytes()).isEqualTo(1_235_567);
            assertThat(open.txBytes()).isEqualTo(7_654_321);
            assertThat(open.rxRate()).isPositive();
            assertThat(open.connectionCount()).isEqualTo(1);

            send(client, "client", server, 77);
            client.ask("close client");
            server.ask("close server");
            Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
                live.drain();
                assertThat(read(client)).isNotNull().satisfies(row -> {
                    assertThat(row.txBytes()).isEqualTo(1_235_644);
                    assertThat(row.rxBytes()).isEqualTo(7_654_321);
                    assertThat(row.connectionCount()).isZero();
                });
            });
        }
    }
}
