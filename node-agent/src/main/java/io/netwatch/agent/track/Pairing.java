package io.netwatch.agent.track;

import io.netwatch.agent.event.ConnectionEvent;
import io.netwatch.agent.event.Direction;
import org.agrona.collections.Hashing;
import org.agrona.collections.Long2LongHashMap;

/**
 * Finds the row of the other socket when both ends of a connection are on this node: what a process holds names it better than
 * any address. Rows are looked for by the client's address and port, which a Service's rewriting leaves as they are. Used by the
 * thread of events; allocates nothing.
 */
final class Pairing {
    private static final float LOAD_FACTOR = 0.55f;
    private static final int INITIAL_ROWS = 1024;
    /** How long after the client has its answer the server may see the handshake done. */
    private static final long HANDSHAKE_NANOS = 1_000_000_000L;
    /** 127.0.0.0/8 as IPv4-mapped IPv6, and ::1. */
    private static final long LOOPBACK_V4 = 0xffff_7f00_0000L;

    private static final long LOOPBACK_V4_MASK = 0xffff_ffff_ff00_0000L;

    private final RowStore rows;
    private final Long2LongHashMap clients = new Long2LongHashMap(INITIAL_ROWS, LOAD_FACTOR, RowStore.NONE);
    private final Long2LongHashMap servers = new Long2LongHashMap(INITIAL_ROWS, LOAD_FACTOR, RowStore.NONE);
    private final ConnectionEvent other = new ConnectionEvent();

    Pairing(RowStore rows) {
        this.rows = rows;
    }

    /** Takes a row in, and returns the one of its other socket; {@link RowStore#NONE} when there is none yet. */
    int add(ConnectionEvent e, int row) {
        Direction direction = e.direction();
        if (direction == Direction.UNKNOWN || e.sport() == 0) {
            return RowStore.NONE;
        }
        long client = client(e);
        boolean outbound = direction == Direction.OUTBOUND;
        (outbound ? clients : servers).put(client, row);
        int found = (int) (outbound ? servers : clients).get(client);
        if (found == RowStore.NONE) {
            return RowStore.NONE;
        }
        other.wrap(rows.address(found));
        boolean same = outbound ? isSame(e, row, other) : isSame(other, found, e);
        return same ? found : RowStore.NONE;
    }

    /** A row is about to be used for something else. */
    void remove(ConnectionEvent e, int row) {
        Long2LongHashMap map = e.direction() == Direction.OUTBOUND ? clients : servers;
        long client = client(e);
        if (map.get(client) == row) {
            map.remove(client);
        }
    }

    /** Whether the two sockets, which have the client's address and port in common, are of one connection. */
    private boolean isSame(ConnectionEvent client, int clientRow, ConnectionEvent server) {
        if (client.localLow() != server.peerLow()
                || client.localHigh() != server.peerHigh()
                || client.sport() != server.dport()
                || client.family() != server.family()) {
            return false;
        }
        if (isLoopback(client.localHigh(), client.localLow()) && client.netns() != server.netns()) {
            return false;
        }
        boolean direct = client.peerLow() == server.localLow()
                && client.peerHigh() == server.localHigh()
                && client.dport() == server.sport();
        return direct || isHandshake(rows.answered(clientRow), server.opened());
    }

    /** The destination was rewritten on the way: the server's handshake ends right after the client's does. */
    private static boolean isHandshake(long answered, long accepted) {
        return answered != 0 && accepted >= answered && accepted - answered < HANDSHAKE_NANOS;
    }

    private static boolean isLoopback(long high, long low) {
        return high == 0 && ((low & LOOPBACK_V4_MASK) == LOOPBACK_V4 || low == 1);
    }

    private static long client(ConnectionEvent e) {
        return e.direction() == Direction.OUTBOUND
                ? key(e.localHigh(), e.localLow(), e.sport())
                : key(e.peerHigh(), e.peerLow(), e.dport());
    }

    private static long key(long high, long low, int port) {
        return (high * 31 + low) * 0x9e37_79b9_7f4a_7c15L + Hashing.hash((long) port << 32 | port);
    }
}
