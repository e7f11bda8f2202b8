package io.netwatch.agent.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.event.Direction;
import io.netwatch.agent.event.Endpoint;
import io.netwatch.agent.event.TcpState;
import io.netwatch.agent.identify.Attribution;
import io.netwatch.agent.identify.Party;
import io.netwatch.agent.identify.Trouble;
import io.netwatch.agent.track.Connection;
import io.netwatch.agent.track.Owner;
import io.netwatch.api.identity.Workload;
import io.netwatch.api.snapshot.ConnectionDetail;
import io.netwatch.api.snapshot.Kubernetes;
import io.netwatch.api.snapshot.Peer;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ConnectionFormTest {
    private static final Endpoint LOCAL = new Endpoint(0, 0xffff_0a00_0001L, 40_000);
    private static final Endpoint PEER = new Endpoint(0x20010db8_00000000L, 1, 443);
    private static final Party CART = new Party(
            Party.Kind.POD,
            Attribution.CGROUP,
            false,
            "shop",
            "cart-1",
            "uid-1",
            new Workload("Deployment", "cart"),
            "main",
            "node-1",
            null);
    private static final Party CATALOG = new Party(
            Party.Kind.SERVICE,
            Attribution.IP_AMBIGUOUS,
            true,
            "shop",
            "catalog",
            null,
            null,
            null,
            null,
            new Party.Service("shop", "catalog", "http"));

    @Test
    void tellsAllThatIsKnown() {
        ConnectionDetail detail = ConnectionForm.of(
                connection(TcpState.CLOSE, new Owner(10, 11, 12, "java"), CART, CATALOG, null, 111, 900_500, 7));

        assertThat(detail)
                .isEqualTo(new ConnectionDetail(
                        "TCP",
                        "10.0.0.1:40000",
                        "[2001:db8::1]:443",
                        "UNCONN",
                        10,
                        "java",
                        1250.0,
                        new Kubernetes("shop", "cart-1", "uid-1", "main", "Deployment", "cart", "node-1", "cgroup"),
                        new Peer("shop", null, null, null, null, null, null, "ip-ambiguous", "catalog", null),
                        "outbound",
                        "2026-03-01T12:00:00Z",
                        900L,
                        7L,
                        8L,
                        2,
                        "ECONNREFUSED"));
    }

    @Test
    void leavesOutWhatIsNotKnown() {
        Connection unknown = new Connection(
                1,
                Direction.UNKNOWN,
                TcpState.ESTABLISHED,
                LOCAL,
                PEER,
                new Owner(0, 0, 0, ""),
                0,
                null,
                1,
                null,
                Instant.EPOCH,
                0,
                false,
                0,
                0,
                0,
                0,
                -1,
                true,
                false,
                false,
                Party.HOST,
                Party.UNKNOWN,
                null,
                Trouble.NONE);

        assertThat(ConnectionForm.of(unknown))
                .isEqualTo(new ConnectionDetail(
                        "TCP",
                        "10.0.0.1:40000",
                        "[2001:db8::1]:443",
                        "ESTABLISHED",
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null));
    }

    @Test
    void namesAStrangerByWhatDnsWasAskedFor() {
        ConnectionDetail detail = ConnectionForm.of(connection(
                TcpState.ESTABLISHED, new Owner(10, 11, 12, "java"), CART, Party.EXTERNAL, "api.example.com", 0, 1, 0));

        assertThat(detail.peer())
                .isEqualTo(new Peer(null, null, null, null, null, null, null, "external", null, "api.example.com"));
    }

    @Test
    void namesStatesAsSsDoes() {
        String states = Arrays.stream(TcpState.values())
                .map(state -> ConnectionForm.of(
                                connection(state, new Owner(1, 1, 1, "x"), CART, CATALOG, null, 0, 1, 0))
                        .state())
                .collect(Collectors.joining(" "));

        assertThat(states)
                .isEqualTo("ESTABLISHED SYN_SENT SYN_RECV FIN_WAIT_1 FIN_WAIT_2 TIME_WAIT UNCONN CLOSE_WAIT LAST_ACK"
                        + " LISTEN CLOSING SYN_RECV");
    }

    private static Connection connection(
            TcpState state, Owner owner, Party local, Party peer, String peerName, int error, long latency, long rx) {
        return new Connection(
                1,
                Direction.OUTBOUND,
                state,
                LOCAL,
                PEER,
                owner,
                4711,
                "/kubepods",
                1,
                Instant.parse("2026-03-01T12:00:00Z"),
                Instant.parse("2026-03-01T12:00:01Z"),
                error,
                error != 0,
                rx,
                8,
                1250,
                2,
                latency,
                false,
                false,
                false,
                local,
                peer,
                peerName,
                Trouble.NONE);
    }
}
