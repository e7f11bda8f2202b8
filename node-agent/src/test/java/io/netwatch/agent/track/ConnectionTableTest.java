package io.netwatch.agent.track;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.event.BootClock;
import io.netwatch.agent.event.ConnectionEvent;
import io.netwatch.agent.event.ConnectionEventEncoder;
import io.netwatch.agent.event.Direction;
import io.netwatch.agent.event.Endpoint;
import io.netwatch.agent.event.EventKind;
import io.netwatch.agent.event.TcpState;
import io.netwatch.agent.identify.Directory;
import io.netwatch.agent.libbpf.NativeMemory;
import io.netwatch.agent.policy.Selection;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionTableTest {
    private static final Instant BOOT = Instant.parse("2026-01-01T00:00:00Z");
    private static final long KEEP_NANOS = 60_000_000_000L;
    private static final Endpoint LOCAL = new Endpoint(0, 0xffff_0a00_0001L, 40_000);
    private static final Endpoint PEER = new Endpoint(0, 0xffff_0a00_0002L, 443);

    private final long memory = NativeMemory.allocate(ConnectionEvent.BYTES);
    private final ConnectionEvent event = new ConnectionEvent();
    private long now = 1_000;
    private ConnectionTable table = table(100);

    @AfterEach
    void free() {
        table.close();
        NativeMemory.free(memory);
    }

    @Test
    void keepsAConnectionFromItsOpeningToItsEnd() {
        apply(EventKind.CONNECT_V4, TcpState.ESTABLISHED, 1, 500, 0);
        now = 2_000;
        apply(EventKind.CLOSE, TcpState.CLOSE, 1, 500, 104);

        Connection connection = table.find(1);

        assertThat(connection.state()).isEqualTo(TcpState.CLOSE);
        assertThat(connection.error()).isEqualTo(104);
        assertThat(connection.failed()).isFalse();
        assertThat(connection.connectLatencyNanos()).isEqualTo(500);
        assertThat(connection.opened()).isEqualTo(BOOT.plusNanos(500));
        assertThat(connection.changed()).isEqualTo(BOOT.plusNanos(2_000));
        assertThat(connection.peer()).hasToString("10.0.0.2:443");
        assertThat(table.open()).isZero();
    }

    @Test
    void aConnectThatWasNeverAnsweredHasFailed() {
        apply(EventKind.CONNECT_FAILED, TcpState.CLOSE, 1, 500, 111);

        assertThat(table.find(1).failed()).isTrue();
        assertThat(table.find(1).connectLatencyNanos()).isEqualTo(-1);
    }

    @Test
    void aReadingTellsOnlyOfWhatNoEventWillTell() {
        apply(EventKind.CONNECT_V4, TcpState.ESTABLISHED, 1, 500, 0);

        assertThat(apply(EventKind.OPEN, TcpState.FIN_WAIT1, 1, 500, 0)).isFalse();
        assertThat(table.find(1).state()).isEqualTo(TcpState.FIN_WAIT1);
        assertThat(apply(EventKind.OPEN, TcpState.SYN_SENT, 2, 500, 0)).isTrue();
        assertThat(apply(EventKind.OPEN, TcpState.SYN_SENT, 2, 500, 0)).isFalse();
    }

    @Test
    void anEventThatAReadingOvertookDoesNotTurnTheStateBack() {
        now = 3_000;
        assertThat(apply(EventKind.OPEN, TcpState.FIN_WAIT1, 1, 500, 0)).isFalse();
        now = 1_000;
        assertThat(apply(EventKind.CONNECT_V4, TcpState.ESTABLISHED, 1, 500, 0)).isTrue();

        assertThat(table.find(1).state()).isEqualTo(TcpState.FIN_WAIT1);
        assertThat(table.find(1).connectLatencyNanos()).isEqualTo(500);
    }

    @Test
    void anEndThatAReadingOvertookStillEndsTheConnection() {
        apply(EventKind.CONNECT_V4, TcpState.ESTABLISHED, 1, 500, 0);
        now = 3_000;
        apply(EventKind.OPEN, TcpState.ESTABLISHED, 1, 500, 0);
        now = 2_990; // read while the program that tells the end was about to forget it
        apply(EventKind.CLOSE, TcpState.CLOSE, 1, 500, 104);

        assertThat(table.find(1).state()).isEqualTo(TcpState.CLOSE);
        assertThat(table.find(1).error()).isEqualTo(104);
        assertThat(table.find(1).swept()).isFalse();
    }

    @Test
    void findsAConnectionWhoseEndWasLost() {
        apply(EventKind.CONNECT_V4, TcpState.ESTABLISHED, 1, 500, 0);
        apply(EventKind.CONNECT_V4, TcpState.ESTABLISHED, 2, 500, 0);
        now = 5_000;
        table.beginPass();
        apply(EventKind.OPEN, TcpState.ESTABLISHED, 2, 500, 0);
        now = 6_000;
        apply(EventKind.CONNECT_V4, TcpState.ESTABLISHED, 3, 5_500, 0); // began behind the reading
        List<Long> found = new ArrayList<>();
        table.endPass(found::add);

        assertThat(found).containsExactly(1L);
        assertThat(table.find(1).swept()).isTrue();
        assertThat(table.find(1).state()).isEqualTo(TcpState.CLOSE);
        assertThat(table.open()).isEqualTo(2);
    }

    @Test
    void aCloseThatComesAfterTheSweepBringsItsCounts() {
        apply(EventKind.CONNECT_V4, TcpState.ESTABLISHED, 1, 500, 0);
        now = 5_000;
        table.beginPass();
        table.endPass(id -> {});
        apply(EventKind.CLOSE, TcpState.CLOSE, 1, 500, 104);

        assertThat(table.find(1).error()).isEqualTo(104);
        assertThat(table.open()).isZero();
    }

    @Test
    void forgetsEndedConnectionsInTime() {
        apply(EventKind.CLOSE, TcpState.CLOSE, 1, 500, 0);
        now += KEEP_NANOS + 1;
        apply(EventKind.CLOSE, TcpState.CLOSE, 2, 500, 0);
        table.beginPass();
        table.endPass(id -> {});

        assertThat(table.find(1)).isNull();
        assertThat(table.find(2)).isNotNull();
    }

    @Test
    void whenFullTheOneThatEndedFirstMakesRoomAndIsCounted() {
        table = table(2);
        apply(EventKind.CONNECT_V4, TcpState.ESTABLISHED, 1, 500, 0);
        apply(EventKind.CLOSE, TcpState.CLOSE, 2, 500, 0);
        apply(EventKind.CONNECT_V4, TcpState.ESTABLISHED, 3, 500, 0);

        assertThat(table.find(2)).isNull();
        assertThat(table.find(1)).isNotNull();
        assertThat(table.find(3)).isNotNull();
        assertThat(table.evicted()).isEqualTo(1);
        assertThat(table.refused()).isZero();
    }

    @Test
    void whenFullOfOpenOnesTheNewOneIsNotKeptAndCounted() {
        table = table(1);
        apply(EventKind.CONNECT_V4, TcpState.ESTABLISHED, 1, 500, 0);

        assertThat(apply(EventKind.CONNECT_V4, TcpState.ESTABLISHED, 2, 500, 0)).isTrue();
        assertThat(table.find(2)).isNull();
        assertThat(table.refused()).isEqualTo(1);
        assertThat(table.toConnection(event).id()).isEqualTo(2);
    }

    @Test
    void agreesWithAPlainMapOverALongRandomLife() {
        table = table(50_000);
        Random random = new Random(42);
        Map<Long, TcpState> model = new HashMap<>();
        for (int i = 0; i < 200_000; i++) {
            long id = 1L + random.nextInt(20_000);
            now++;
            if (random.nextBoolean()) {
                apply(EventKind.CONNECT_V4, TcpState.ESTABLISHED, id, now, 0);
                model.putIfAbsent(id, TcpState.ESTABLISHED);
            } else {
                apply(EventKind.CLOSE, TcpState.CLOSE, id, now, 0);
                model.put(id, TcpState.CLOSE);
            }
        }
        List<Connection> all = new ArrayList<>();
        table.visit(all::add);

        assertThat(all).hasSameSizeAs(model.keySet());
        assertThat(all).allMatch(c -> model.get(c.id()) == c.state());
        assertThat(table.open()).isEqualTo((int)
                model.values().stream().filter(s -> s != TcpState.CLOSE).count());
    }

    private ConnectionTable table(int capacity) {
        BootClock clock = new BootClock(Clock.fixed(BOOT.plusNanos(now), ZoneOffset.UTC), () -> now);
        return new ConnectionTable(
                capacity,
                KEEP_NANOS,
                clock,
                new Directory(false, 10, clock),
                cgroup -> Selection.EVERYTHING,
                PeerNames.NONE);
    }

    private boolean apply(EventKind kind, TcpState state, long id, long opened, int error) {
        new ConnectionEventEncoder()
                .begin(memory, kind, state, Direction.OUTBOUND)
                .identity(id, 7, 1, 0)
                .times(now, opened)
                .error(error)
                .owner(10, 11, 12, "curl")
                .ends(LOCAL, PEER);
        return table.apply(event.wrap(memory));
    }
}
