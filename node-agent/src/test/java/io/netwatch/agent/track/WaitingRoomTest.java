package io.netwatch.agent.track;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.event.BootClock;
import io.netwatch.agent.event.CgroupEvent;
import io.netwatch.agent.event.CgroupEventEncoder;
import io.netwatch.agent.event.ConnectionEvent;
import io.netwatch.agent.event.ConnectionEventEncoder;
import io.netwatch.agent.event.Direction;
import io.netwatch.agent.event.Endpoint;
import io.netwatch.agent.event.EventDecoder;
import io.netwatch.agent.event.EventHandler;
import io.netwatch.agent.event.EventKind;
import io.netwatch.agent.event.TcpState;
import io.netwatch.agent.identify.Directory;
import io.netwatch.agent.identify.NodePod;
import io.netwatch.agent.libbpf.NativeMemory;
import io.netwatch.agent.policy.Selection;
import io.netwatch.api.identity.IdentityLine;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WaitingRoomTest {
    private static final long CGROUP = 7;
    private static final String UID = "3f0c1d52-8a55-4c55-9c1e-2f6f0f1b7a11";
    private static final long SECOND = 1_000_000_000L;
    // a public address of nobody in the cluster: no name is waited for
    private static final Endpoint PEER = new Endpoint(0, 0xffff_0808_0808L, 443);
    private static final Endpoint LOCAL = new Endpoint(0, 0xffff_0a00_0001L, 40_000);

    private final long memory = NativeMemory.allocate(ConnectionEvent.BYTES);
    private final List<ConnectionChange> told = new ArrayList<>();
    private long now = 100 * SECOND;
    private final BootClock clock = new BootClock(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), () -> now);
    private final Directory directory = new Directory("node-1", 10, clock);
    private final ConnectionTable table =
            new ConnectionTable(100, 60 * SECOND, clock, directory, cgroup -> Selection.EVERYTHING, PeerNames.NONE);
    private final WaitingRoom waiting = new WaitingRoom(table, clock);
    private final EventDecoder decoder = new EventDecoder(new EventHandler() {
        @Override
        public void onConnection(ConnectionEvent event) {
            table.apply(event);
            waiting.pass(new ConnectionChange(event.kind(), table.toConnection(event)), told::add);
        }

        @Override
        public void onCgroup(CgroupEvent event) {
            directory.onCgroup(event);
        }
    });

    @BeforeEach
    void nameTheCgroup() {
        directory.onLine(IdentityLine.of(new IdentityLine.Begin("s", true)));
        directory.onLine(IdentityLine.of(new IdentityLine.Current(1, 0)));
        long record = NativeMemory.allocate(CgroupEventEncoder.BYTES_MAX);
        String path = "/kubepods/burstable/pod" + UID + "/" + "a".repeat(64);
        decoder.decode(record, new CgroupEventEncoder().encode(record, CGROUP, 0, path));
        NativeMemory.free(record);
    }

    @AfterEach
    void free() {
        table.close();
        directory.close();
        NativeMemory.free(memory);
    }

    @Test
    void tellsAtOnceWhatIsNamed() {
        directory.onPod(pod());
        happens(EventKind.CONNECT_V4, TcpState.ESTABLISHED, CGROUP);

        assertThat(names()).containsExactly("connect_v4 cart-1");
    }

    @Test
    void tellsInOrderOnceThePodIsKnown() {
        happens(EventKind.CONNECT_V4, TcpState.ESTABLISHED, CGROUP);
        happens(EventKind.CLOSE, TcpState.CLOSE, CGROUP);
        waiting.release(told::add);
        assertThat(told).isEmpty();

        directory.onPod(pod());
        waiting.release(told::add);

        assertThat(names()).containsExactly("connect_v4 cart-1", "close cart-1");
        assertThat(told.get(0).connection().state()).isEqualTo(TcpState.ESTABLISHED);
    }

    @Test
    void waitsForFiveSecondsAndNoLonger() {
        happens(EventKind.CONNECT_V4, TcpState.ESTABLISHED, CGROUP);
        now += 5 * SECOND - 1;
        waiting.release(told::add);
        assertThat(told).isEmpty();

        now += 1;
        waiting.release(told::add);

        assertThat(names()).containsExactly("connect_v4 null");
    }

    private void happens(EventKind kind, TcpState state, long cgroup) {
        new ConnectionEventEncoder()
                .begin(memory, kind, state, Direction.OUTBOUND)
                .identity(1, cgroup, 1, 0)
                .times(now, now - SECOND)
                .owner(10, 11, 12, "cart")
                .ends(LOCAL, PEER);
        decoder.decode(memory, ConnectionEvent.BYTES);
    }

    private List<String> names() {
        return told.stream()
                .map(change -> change.kind().name().toLowerCase(Locale.ROOT) + " "
                        + change.connection().localParty().name())
                .toList();
    }

    private static NodePod pod() {
        return new NodePod(UID, "shop", "cart-1", Map.of(), null, null, false, List.of("10.0.0.1"), Map.of(), 50, 0);
    }
}
