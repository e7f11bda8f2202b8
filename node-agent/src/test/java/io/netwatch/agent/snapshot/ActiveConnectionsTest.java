package io.netwatch.agent.snapshot;

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
import io.netwatch.agent.track.Connection;
import io.netwatch.agent.track.ConnectionTable;
import io.netwatch.agent.track.PeerNames;
import java.time.Clock;
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
        table.close();
        NativeMemory.free(memory);
    }

    @Test
    void takesThoseThatCarriedMostAndMostFirst() {
        for (int id = 1; id <= 3_000; id++) {
            apply(EventKind.CLOSE, id, 1, id, 0, 100);
        }

        var picked = top(3).since(0);

        assertThat(picked.top()).extracting(Connection::rxBytes).containsExactly(3_000L, 2_999L, 2_998L);
    }

    @Test
    void holdsTheThreadForAFewRowsAtATime() {
        for (int id = 1; id <= 3_000; id++) {
            apply(EventKind.CONNECT_V4, id, 1, 0, 0, 100);
        }

        assertThat(top(10_000).since(0).top()).hasSize(3_000);

        assertThat(questions).isEqualTo(1 + 6);
    }

    @Test
    void takesWhatFailedBeforeWhatIsIdle() {
        apply(EventKind.CONNECT_V4, 1, 1, 0, 0, 100);
        apply(EventKind.CONNECT_FAILED, 2, 1, 0, ECONNREFUSED, 100);
        apply(EventKind.CONNECT_V4, 3, 1, 0, 0, 100);

        assertThat(top(1).since(0).top()).extracting(Connection::error).containsExactly(ECONNREFUSED);
    }

    @Test
    void leavesOutWhatHadEndedBefore() {
        apply(EventKind.CLOSE, 1, 1, 5, 0, 100);
        apply(EventKind.CLOSE, 2, 1, 6, 0, 200);
        apply(EventKind.CONNECT_V4, 3, 1, 7, 0, 100);

        assertThat(top(10).since(200).top()).extracting(Connection::id).containsExactly(3L, 2L);
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

    private ActiveConnections top(int count) {
        return new ActiveConnections(thread, table, null, count);
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
