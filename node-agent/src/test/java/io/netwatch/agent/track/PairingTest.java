package io.netwatch.agent.track;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.event.ConnectionEvent;
import io.netwatch.agent.event.ConnectionEventEncoder;
import io.netwatch.agent.event.Direction;
import io.netwatch.agent.event.Endpoint;
import io.netwatch.agent.event.EventKind;
import io.netwatch.agent.event.TcpState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PairingTest {
    private static final long MILLI = 1_000_000;
    private static final Endpoint CLIENT = v4(0x0a00_0001, 40_000);
    private static final Endpoint SERVER = v4(0x0a00_0002, 8080);
    private static final Endpoint SERVICE = v4(0x0a60_0001, 80);

    private final RowStore rows = new RowStore(16);
    private final Pairing pairing = new Pairing(rows);
    private final ConnectionEvent event = new ConnectionEvent();
    private int taken;

    @AfterEach
    void free() {
        rows.close();
    }

    @Test
    void findsTheOtherSocketWhicheverComesFirst() {
        assertThat(client(CLIENT, SERVER, 1, 0)).isEqualTo(RowStore.NONE);
        assertThat(server(SERVER, CLIENT, 1, 5)).isZero();

        assertThat(server(SERVER, v4(0x0a00_0003, 40_000), 1, 5)).isEqualTo(RowStore.NONE);
        assertThat(client(v4(0x0a00_0003, 40_000), SERVER, 1, 5)).isEqualTo(2);
    }

    @Test
    void findsThePodBehindAServicesAddress() {
        client(CLIENT, SERVICE, 1, 5 * MILLI);

        assertThat(server(SERVER, CLIENT, 2, 6 * MILLI)).isZero();
    }

    @Test
    void takesNoLaterConnectionOfTheSameClientPortForTheOneBehindAService() {
        client(CLIENT, SERVICE, 1, 5 * MILLI);

        assertThat(server(SERVER, CLIENT, 2, 2_000 * MILLI)).isEqualTo(RowStore.NONE);
        assertThat(server(SERVER, CLIENT, 2, 4 * MILLI)).isEqualTo(RowStore.NONE);
    }

    @Test
    void keepsLoopbacksOfDifferentPodsApart() {
        client(v4(0x7f00_0001, 40_000), v4(0x7f00_0001, 8080), 1, 5);

        assertThat(server(v4(0x7f00_0001, 8080), v4(0x7f00_0001, 40_000), 2, 6)).isEqualTo(RowStore.NONE);
        assertThat(server(v4(0x7f00_0001, 8080), v4(0x7f00_0001, 40_000), 1, 6)).isZero();
    }

    @Test
    void forgetsARowThatIsReleased() {
        client(CLIENT, SERVER, 1, 0);
        pairing.remove(event.wrap(rows.address(0)), 0);

        assertThat(server(SERVER, CLIENT, 1, 5)).isEqualTo(RowStore.NONE);
    }

    private int client(Endpoint local, Endpoint peer, long netns, long answered) {
        return add(EventKind.CONNECT_V4, Direction.OUTBOUND, local, peer, netns, answered);
    }

    private int server(Endpoint local, Endpoint peer, long netns, long opened) {
        return add(EventKind.ACCEPT, Direction.INBOUND, local, peer, netns, opened);
    }

    private int add(EventKind kind, Direction direction, Endpoint local, Endpoint peer, long netns, long time) {
        int row = rows.take();
        assertThat(row).isEqualTo(taken++);
        new ConnectionEventEncoder()
                .begin(rows.address(row), kind, TcpState.ESTABLISHED, direction)
                .identity(row + 1, 7, netns, 0)
                .times(time, time)
                .ends(local, peer);
        rows.setAnswered(row, direction == Direction.OUTBOUND ? time : 0);
        return pairing.add(event.wrap(rows.address(row)), row);
    }

    private static Endpoint v4(int address, int port) {
        return new Endpoint(0, 0xffff_0000_0000L | Integer.toUnsignedLong(address), port);
    }
}
