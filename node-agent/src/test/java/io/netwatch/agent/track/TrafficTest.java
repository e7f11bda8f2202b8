package io.netwatch.agent.track;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.event.BootClock;
import io.netwatch.agent.event.ConnectionEvent;
import io.netwatch.agent.event.ConnectionEventEncoder;
import io.netwatch.agent.event.Direction;
import io.netwatch.agent.event.DnsMessage;
import io.netwatch.agent.event.Endpoint;
import io.netwatch.agent.event.EventKind;
import io.netwatch.agent.event.TcpState;
import io.netwatch.agent.identify.Directory;
import io.netwatch.agent.libbpf.NativeMemory;
import io.netwatch.agent.policy.Everything;
import io.netwatch.agent.policy.Follower;
import io.netwatch.agent.policy.Selection;
import io.netwatch.api.node.PolicyReport.Unmet;
import io.netwatch.api.node.PolicyReport.Upload;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the table tells followers of what connections carry. */
class TrafficTest {
    private static final Endpoint LOCAL = new Endpoint(0, 0xffff_0a00_0001L, 40_000);
    private static final Endpoint PEER = new Endpoint(0, 0xffff_0a00_0002L, 443);

    private final List<EventKind> told = new ArrayList<>();
    private final List<String> carried = new ArrayList<>();
    private final Selection everything = new Everything(new Recorder());
    private final BootClock clock = new BootClock(Clock.systemUTC(), () -> 1_000);
    private final ConnectionTable table = new ConnectionTable(
            100, 1_000, clock, new Directory(false, 10, clock), cgroup -> everything, PeerNames.NONE);
    private final long memory = NativeMemory.allocate(ConnectionEvent.BYTES);
    private final ConnectionEvent event = new ConnectionEvent();
    private long time = 1;

    @AfterEach
    void free() {
        table.close();
        NativeMemory.free(memory);
    }

    @Test
    void countsEachByteOnceFromTheOpeningToTheEnd() {
        apply(EventKind.CONNECT_V4, TcpState.ESTABLISHED, 0, 0, 0);
        apply(EventKind.OPEN, TcpState.ESTABLISHED, 0, 100, 10);
        apply(EventKind.OPEN, TcpState.ESTABLISHED, 0, 100, 10);
        apply(EventKind.CLOSE, TcpState.CLOSE, 0, 250, 11);

        assertThat(carried).containsExactly("100/10", "150/1");
    }

    @Test
    void countsAllOfAConnectionThatIsMetAtItsEnd() {
        apply(EventKind.CLOSE, TcpState.CLOSE, 0, 7, 9);

        assertThat(carried).containsExactly("7/9");
    }

    @Test
    void doesNotCountWhatWasCarriedBeforeItWasWatched() {
        apply(EventKind.OPEN, TcpState.ESTABLISHED, ConnectionEvent.FLAG_PREEXISTING, 5_000, 6_000);
        apply(EventKind.OPEN, TcpState.ESTABLISHED, ConnectionEvent.FLAG_PREEXISTING, 5_001, 6_002);

        assertThat(carried).containsExactly("1/2");
    }

    @Test
    void tellsOfEventsButNotOfReadings() {
        apply(EventKind.CONNECT_V4, TcpState.ESTABLISHED, 0, 0, 0);
        apply(EventKind.OPEN, TcpState.ESTABLISHED, 0, 1, 1);
        apply(EventKind.CLOSE, TcpState.CLOSE, 0, 1, 1);

        assertThat(told).containsExactly(EventKind.CONNECT_V4, EventKind.CLOSE);
    }

    private void apply(EventKind kind, TcpState state, int flags, long rx, long tx) {
        new ConnectionEventEncoder()
                .begin(memory, kind, state, Direction.OUTBOUND)
                .identity(1, 7, 1, flags)
                .times(time++, 1)
                .owner(10, 11, 12, "curl")
                .traffic(rx, tx, 0, 0)
                .ends(LOCAL, PEER);
        table.apply(event.wrap(memory));
    }

    private final class Recorder implements Follower {
        @Override
        public void onConnection(long source, ConnectionEvent e) {
            told.add(e.kind());
        }

        @Override
        public void onTraffic(long source, ConnectionEvent e, long rxBytes, long txBytes) {
            carried.add(rxBytes + "/" + txBytes);
        }

        @Override
        public void onDns(DnsMessage message) {}

        @Override
        public List<Unmet> unmet() {
            return List.of();
        }

        @Override
        public Upload upload() {
            return null;
        }
    }
}
