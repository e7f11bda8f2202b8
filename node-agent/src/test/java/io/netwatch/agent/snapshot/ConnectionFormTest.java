package io.netwatch.agent.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.event.BootClock;
import io.netwatch.agent.event.ConnectionEvent;
import io.netwatch.agent.event.ConnectionEventEncoder;
import io.netwatch.agent.event.Direction;
import io.netwatch.agent.event.Endpoint;
import io.netwatch.agent.event.EventKind;
import io.netwatch.agent.event.TcpState;
import io.netwatch.agent.identify.Attribution;
import io.netwatch.agent.identify.End;
import io.netwatch.agent.identify.Party;
import io.netwatch.agent.libbpf.NativeMemory;
import io.netwatch.agent.track.RowCopies;
import io.netwatch.api.identity.Workload;
import io.netwatch.api.snapshot.ConnectionDetail;
import io.netwatch.api.snapshot.Kubernetes;
import io.netwatch.api.snapshot.Peer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
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

    private static final long OPENED = 5_000_000_000L;

    private final BootClock clock =
            new BootClock(Clock.fixed(Instant.parse("2026-03-01T12:00:00Z"), ZoneOffset.UTC), () -> OPENED);
    private final long memory = NativeMemory.allocate(ConnectionEvent.BYTES);
    private final ConnectionEventEncoder encoder = new ConnectionEventEncoder();
    private final RowCopies copies = new RowCopies();

    @AfterEach
    void free() {
        copies.close();
        NativeMemory.free(memory);
    }

    @Test
    void tellsAllThatIsKnown() {
        begin(TcpState.CLOSE, Direction.OUTBOUND)
                .times(OPENED + 1_000_000, OPENED)
                .owner(10, 11, 12, "java")
                .traffic(7, 8, 1250, 2)
                .error(111);

        assertThat(form(OPENED + 900_500, CART, CATALOG, null))
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
                        "2026-03-01T12:00:00.000Z",
                        900L,
                        7L,
                        8L,
                        2,
                        "ECONNREFUSED"));
    }

    @Test
    void leavesOutWhatIsNotKnown() {
        begin(TcpState.ESTABLISHED, Direction.UNKNOWN);

        assertThat(form(0, Party.HOST, Party.UNKNOWN, null))
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
        begin(TcpState.ESTABLISHED, Direction.INBOUND);

        ConnectionDetail detail = form(0, CART, Party.EXTERNAL, "api.example.com");

        assertThat(detail.direction()).isEqualTo("inbound");
        assertThat(detail.peer())
                .isEqualTo(new Peer(null, null, null, null, null, null, null, "external", null, "api.example.com"));
    }

    @Test
    void namesStatesAsSsDoes() {
        String states = Arrays.stream(TcpState.values())
                .map(state -> {
                    begin(state, Direction.OUTBOUND);
                    return form(0, CART, CATALOG, null).state();
                })
                .collect(Collectors.joining(" "));

        assertThat(states)
                .isEqualTo("ESTABLISHED SYN_SENT SYN_RECV FIN_WAIT_1 FIN_WAIT_2 TIME_WAIT UNCONN CLOSE_WAIT LAST_ACK"
                        + " LISTEN CLOSING SYN_RECV");
    }

    @Test
    void namesEachWayOfKnowingWhoIsThere() {
        begin(TcpState.ESTABLISHED, Direction.OUTBOUND);

        String words = Arrays.stream(Attribution.values())
                .filter(attribution -> attribution != Attribution.UNKNOWN)
                .map(attribution -> {
                    Party party = new Party(
                            Party.Kind.POD, attribution, false, "shop", "cart-1", null, null, null, null, null);
                    ConnectionDetail detail = form(0, party, party, null);
                    assertThat(detail.peer().attribution())
                            .isEqualTo(detail.kubernetes().attribution());
                    return detail.peer().attribution();
                })
                .collect(Collectors.joining(" "));

        assertThat(words).isEqualTo("cgroup ip ip-ambiguous host external");
    }

    private ConnectionEventEncoder begin(TcpState state, Direction direction) {
        return encoder.begin(memory, EventKind.OPEN, state, direction)
                .identity(1, 4711, 1, 0)
                .ends(LOCAL, PEER);
    }

    private ConnectionDetail form(long answered, Party local, Party peer, String peerName) {
        copies.clear();
        copies.add(new ConnectionEvent().wrap(memory), answered, end(local), end(peer), null, peerName);
        return new ConnectionForm(clock).of(List.of(0), copies).get(0);
    }

    private static End end(Party party) {
        return new End() {
            @Override
            public Party party() {
                return party;
            }

            @Override
            public boolean isSettled() {
                return true;
            }
        };
    }
}
