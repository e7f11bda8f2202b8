package io.netwatch.agent.kernel;

import io.netwatch.agent.event.ConnectionEvent;
import io.netwatch.agent.event.Direction;
import io.netwatch.agent.event.EventKind;
import io.netwatch.agent.event.TcpState;
import java.util.Map;

/** A connection as the polls up to the last one have found it. Used by one thread. */
final class PolledConnection {
    private final ConnectionKey key;
    private final long id;
    private final long opened;
    private final Direction direction;
    private final int flags;
    private final long listener;
    private TcpState state;
    private int uid;
    private long socket;
    private ProcessOwner owner = ProcessOwner.UNKNOWN;
    private int poll;

    /**
     * Met for the first time.
     *
     * @param listener what listens on its local port; null when nothing does, so the connection is outbound
     * @param opened CLOCK_BOOTTIME of the poll; 0 = the first poll, so it is preexisting
     */
    PolledConnection(ConnectionKey key, TcpRow row, TcpRow listener, long id, long opened, int poll) {
        this.key = key;
        this.id = id;
        this.opened = opened;
        this.direction = listener == null ? Direction.OUTBOUND : Direction.INBOUND;
        this.flags = ConnectionEvent.FLAG_POLLED
                | (opened == 0 ? ConnectionEvent.FLAG_PREEXISTING : 0)
                | (row.mapped() ? ConnectionEvent.FLAG_MAPPED : 0);
        this.listener = listener == null ? 0 : listener.inode();
        this.state = row.state();
        this.uid = row.inode() == 0 && listener != null ? listener.uid() : row.uid();
        this.socket = row.inode();
        this.poll = poll;
    }

    /** What has become of a connection, and its state after that. */
    record Change(EventKind kind, TcpState state, PolledConnection connection) {}

    /** Whether a row of the same key is this connection, and not another that took its ports since. */
    boolean isIn(TcpRow row) {
        boolean sameSocket = socket == 0 || row.inode() == 0 || socket == row.inode();
        return sameSocket && (isUnanswered() || row.state() != TcpState.SYN_SENT);
    }

    /** Takes in what a poll found. Returns whether the socket got its inode by that, so that its owner can be found. */
    boolean meet(TcpRow row, int inPoll) {
        poll = inPoll;
        state = row.state() == TcpState.SYN_RECV ? state : row.state();
        boolean accepted = socket == 0 && row.inode() != 0;
        if (accepted) {
            socket = row.inode();
            uid = row.uid();
        }
        return accepted;
    }

    boolean wasMetIn(int somePoll) {
        return poll == somePoll;
    }

    /** Our SYN is sent, and nothing has come back. */
    boolean isUnanswered() {
        return state == TcpState.SYN_SENT;
    }

    /** How it is told of when it is new. */
    Change asNew() {
        boolean open = opened == 0 || isUnanswered();
        EventKind kind = open ? EventKind.OPEN : direction == Direction.INBOUND ? EventKind.ACCEPT : connect();
        return new Change(kind, state, this);
    }

    Change asAnswered() {
        return new Change(connect(), state, this);
    }

    /** How it is told of when it is gone. */
    Change asEnded() {
        return new Change(isUnanswered() ? EventKind.CONNECT_FAILED : EventKind.CLOSE, TcpState.CLOSE, this);
    }

    Change asOpen() {
        return new Change(EventKind.OPEN, state, this);
    }

    private EventKind connect() {
        return key.peer().isIpv4() ? EventKind.CONNECT_V4 : EventKind.CONNECT_V6;
    }

    /** Takes its owner out of the holders of sockets. While no process holds its own, it is its listener's. */
    void takeOwner(Map<Long, ProcessOwner> holders) {
        owner = holders.getOrDefault(socket, holders.getOrDefault(listener, owner));
    }

    ConnectionKey key() {
        return key;
    }

    long id() {
        return id;
    }

    long opened() {
        return opened;
    }

    Direction direction() {
        return direction;
    }

    /** {@code FLAG_} bits of {@link ConnectionEvent}. */
    int flags() {
        return flags;
    }

    int uid() {
        return uid;
    }

    /** Inode of its socket; 0 = none yet. */
    long socket() {
        return socket;
    }

    /** Inode of the socket that listened on its local port; 0 = none, so it is outbound. */
    long listener() {
        return listener;
    }

    ProcessOwner owner() {
        return owner;
    }
}
