package io.netwatch.agent.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import io.netwatch.agent.track.ConnectionTable;
import io.netwatch.agent.track.PeerNames;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ActiveConnectionsTest {
    private static final Endpoint LOCAL = new Endpoint(0, 0xffff_0a00_0001L, 40_000);
    private static final Endpoint PEER = new Endpoint(0, 0xffff_0a00_0002L, 443);
    private static final int ECONNREFUSED = 111;

    private final BootClock clock = new BootClock(Clock.systemUTC(), () -> 1_000);
    private final ConnectionTable table = new ConnectionTable(
            10_000, 10_000, clock, new Directory(false, 10, clock), cgroup -> Selection.EVERYTHING, PeerNames.NONE);
    private final long memory = NativeMemory.allocate(ConnectionEvent.BYTES);
    private final ConnectionEvent event = new ConnectionEvent();
    private int questions;
    private ActiveConnections active;

    private final EventsThread thread = new EventsThread() {
        @Override
        public <T> T ask(Supplier<T> question) {
            questions++;
            return question.get();
        }

        @Override
        public void readNow() {}
    };

    @AfterEach
    void free() {
        active.close();
        table.close();
        NativeMemory.free(memory);
    }

    @Test
    void takesThoseThatCarriedMostAndMostFirst() {
        for (int id = 1; id <= 3_000; id++) {
            apply(EventKind.CLOSE, id, 1, id, 0, 100);
        }

        var picked = top(3).since(0);

        assertThat(told(picked, ConnectionEvent::rxBytes)).containsExactly(3_000L, 2_999L, 2_998L);
    }

    @Test
    void holdsTheThreadForAFewRowsAtATime() {
        for (int id = 1; id <= 3_000; id++) {
            apply(EventKind.CONNECT_V4, id, 1, 0, 0, 100);
        }

        assertThat(top(10_000).since(0).top()).hasSize(3_000);

        assertThat(questions).isEqualTo(1 + 2);
    }

    @Test
    void takesWhatFailedBeforeWhatIsIdle() {
        apply(EventKind.CONNECT_V4, 1, 1, 0, 0, 100);
        apply(EventKind.CONNECT_FAILED, 2, 1, 0, ECONNREFUSED, 100);
        apply(EventKind.CONNECT_V4, 3, 1, 0, 0, 100);

        assertThat(told(top(1).since(0), e -> (long) e.error())).containsExactly((long) ECONNREFUSED);
    }

    @Test
    void leavesOutWhatHadEndedBefore() {
        apply(EventKind.CLOSE, 1, 1, 5, 0, 100);
        apply(EventKind.CLOSE, 2, 1, 6, 0, 200);
        apply(EventKind.CONNECT_V4, 3, 1, 7, 0, 100);

        assertThat(told(top(10).since(200), ConnectionEvent::id)).containsExactly(3L, 2L);
    }

    @Test
    void countsOpenConnectionsByProcessEvenIfTheyAreNotAmongTheTop() {
        apply(EventKind.CONNECT_V4, 1, 41, 0, 0, 100);
        apply(EventKind.CONNECT_V4, 2, 41, 0, 0, 100);
        apply(EventKind.CONNECT_V4, 3, 42, 0, 0, 100);
        apply(EventKind.CLOSE, 4, 42, 0, 0, 100);

        var picked = top(0).since(0);

        assertThat(picked.top()).isEmpty();
        assertThat(picked.openByProcess().get(41)).isEqualTo(2);
        assertThat(picked.openByProcess().get(42)).isEqualTo(1);
    }

    @Test
    void forgetsThemWhenTheyWereRead() {
        apply(EventKind.CONNECT_V4, 1, 1, 0, 0, 100);
        ActiveConnections active = top(1);
        var picked = active.since(0);

        active.forget();

        assertThatThrownBy(() -> told(picked, ConnectionEvent::id)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(told(active.since(0), ConnectionEvent::id)).containsExactly(1L);
    }

    private ActiveConnections top(int count) {
        active = new ActiveConnections(thread, table, null, count);
        return active;
    }

    private static List<Long> told(ActiveConnections.Picked picked, Function<ConnectionEvent, Long> what) {
        return picked.top().stream()
                .map(copy -> what.apply(picked.copies().read(copy, new ConnectionEvent())))
                .toList();
    }

    private void apply(EventKind kind, long id, int tgid, long rx, int error, long time) {
        boolean over = kind == EventKind.CLOSE || kind == EventKind.CONNECT_FAILED;
        new ConnectionEventEncoder()
                .begin(memory, kind, over ? TcpState.CLOSE : TcpState.ESTABLISHED, Direction.OUTBOUND)
                .identity(id, 7, 1, 0)
                .times(time, 1)
                .error(error)
                .owner(tgid, tgid, 12, "curl")
                .traffic(rx, 0, 0, 0)
                .ends(LOCAL, PEER);
        table.apply(event.wrap(memory));
    }
}
