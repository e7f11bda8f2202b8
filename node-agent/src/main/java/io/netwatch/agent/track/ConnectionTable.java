package io.netwatch.agent.track;

import io.netwatch.agent.event.BootClock;
import io.netwatch.agent.event.ConnectionEvent;
import io.netwatch.agent.event.EventKind;
import io.netwatch.agent.event.TcpState;
import io.netwatch.agent.identify.CgroupPaths;
import java.util.function.Consumer;
import org.agrona.collections.Long2LongHashMap;

/**
 * Every connection that is open, and those that ended lately. Bounded: when it is full the one that ended first makes
 * room; without one that ended, the new one is not kept; both are counted. Written and read by one thread, the one of
 * events; others get copies. Nothing is allocated per event.
 */
public final class ConnectionTable implements AutoCloseable {
    private static final float LOAD_FACTOR = 0.55f;
    private static final int INITIAL_ROWS = 1024;

    private final RowStore rows;
    private final Long2LongHashMap byId;
    private final BootClock clock;
    private final CgroupPaths cgroups;
    private final long keepEndedNanos;
    private final ConnectionEvent event = new ConnectionEvent();
    private int firstEnded = RowStore.NONE;
    private int lastEnded = RowStore.NONE;
    private int ended;
    private int pass;
    private long passBegan;
    private long evicted;
    private long refused;

    /** Keeps at most {@code capacity} connections, and ended ones for {@code keepEndedNanos} while there is room. */
    public ConnectionTable(int capacity, long keepEndedNanos, BootClock clock, CgroupPaths cgroups) {
        this.rows = new RowStore(capacity);
        this.byId = new Long2LongHashMap(Math.min(capacity, INITIAL_ROWS), LOAD_FACTOR, RowStore.NONE);
        this.keepEndedNanos = keepEndedNanos;
        this.clock = clock;
        this.cgroups = cgroups;
    }

    /**
     * Takes an event in. Returns whether it is one to tell: of a connection that was found by reading what is open, only
     * the first time, and only if no event will tell of it.
     */
    public boolean apply(ConnectionEvent e) {
        int row = (int) byId.get(e.id());
        EventKind kind = e.kind();
        boolean isNew = row == RowStore.NONE;
        if (isNew) {
            row = add(e);
        } else if (isOver(row) && kind != EventKind.CLOSE) {
            return false;
        }
        if (row != RowStore.NONE) {
            update(row, isNew, e);
        }
        return kind != EventKind.OPEN || (isNew && isFound(e));
    }

    private static boolean isFound(ConnectionEvent e) {
        return e.has(ConnectionEvent.FLAG_PREEXISTING | ConnectionEvent.FLAG_POLLED)
                || e.tcpState() == TcpState.SYN_SENT;
    }

    /** Whether nothing that comes before or after knows more. */
    private static boolean isEnd(EventKind kind) {
        return kind == EventKind.CLOSE || kind == EventKind.CONNECT_FAILED;
    }

    private void update(int row, boolean isNew, ConnectionEvent e) {
        EventKind kind = e.kind();
        boolean wasOver = !isNew && isOver(row);
        rows.setPass(row, pass);
        if (kind == EventKind.CONNECT_V4 || kind == EventKind.CONNECT_V6) {
            rows.setAnswered(row, e.time());
        }
        if (!isNew && !isEnd(kind) && e.time() < view(row).time()) {
            return; // a reading came ahead of this event, and knows more
        }
        if (isNew || kind != EventKind.OPEN || e.tcpState() != view(row).tcpState()) {
            rows.setChanged(row, e.time());
        }
        rows.copyFrom(e, row);
        if (!wasOver && isOver(row)) {
            appendEnded(row);
        }
    }

    /** Begins a reading of all open connections: each is applied as an event of kind OPEN before {@link #endPass}. */
    public void beginPass() {
        pass++;
        passBegan = clock.bootNanos();
    }

    /**
     * Ends it: a connection that was there before and was not met has ended untold, its CLOSE lost. To be called when the
     * events up to the end of the reading are applied. Each that is found is given to {@code found}.
     */
    public void endPass(Found found) {
        // rows are ended while iterating over ids, which ending does not change
        byId.forEachLong((id, row) -> sweep((int) row, found));
        expire();
    }

    /** Takes the id of a connection that was found to have ended. */
    public interface Found {
        void onSwept(long id);
    }

    private void sweep(int row, Found found) {
        if (isOver(row) || rows.pass(row) == pass || rows.changed(row) >= passBegan) {
            return;
        }
        ConnectionEvent e = view(row);
        e.markSwept(passBegan);
        rows.setChanged(row, passBegan);
        appendEnded(row);
        found.onSwept(e.id());
    }

    private void expire() {
        long now = clock.bootNanos();
        while (firstEnded != RowStore.NONE && now - rows.changed(firstEnded) > keepEndedNanos) {
            removeFirstEnded();
        }
    }

    private int add(ConnectionEvent e) {
        int row = rows.take();
        if (row == RowStore.NONE) {
            if (firstEnded == RowStore.NONE) {
                refused++;
                return RowStore.NONE;
            }
            evicted++;
            removeFirstEnded();
            row = rows.take();
        }
        rows.setAnswered(row, 0);
        byId.put(e.id(), row);
        return row;
    }

    private void appendEnded(int row) {
        rows.setNext(row, RowStore.NONE);
        if (lastEnded == RowStore.NONE) {
            firstEnded = row;
        } else {
            rows.setNext(lastEnded, row);
        }
        lastEnded = row;
        ended++;
    }

    private void removeFirstEnded() {
        int row = firstEnded;
        firstEnded = rows.next(row);
        if (firstEnded == RowStore.NONE) {
            lastEnded = RowStore.NONE;
        }
        ended--;
        byId.remove(view(row).id());
        rows.release(row);
    }

    /** The connection of an id; null when it is not kept. Allocates. */
    public Connection find(long id) {
        int row = (int) byId.get(id);
        return row == RowStore.NONE ? null : toConnection(row);
    }

    /** Shows a copy of each to the visitor, in no order. Allocates. */
    public void visit(Consumer<Connection> visitor) {
        byId.forEachLong((id, row) -> visitor.accept(toConnection((int) row)));
    }

    /** An event as a connection, whether it is kept or not. Allocates. */
    public Connection toConnection(ConnectionEvent e) {
        int row = (int) byId.get(e.id());
        return row == RowStore.NONE ? toConnection(e, 0, e.time()) : toConnection(row);
    }

    /** Connections that have not ended. */
    public int open() {
        return byId.size() - ended;
    }

    /** Connections that had ended and made room before their time. */
    public long evicted() {
        return evicted;
    }

    /** Open connections that were not kept: no room, and none that ended. */
    public long refused() {
        return refused;
    }

    @Override
    public void close() {
        rows.close();
    }

    private ConnectionEvent view(int row) {
        return event.wrap(rows.address(row));
    }

    private boolean isOver(int row) {
        return view(row).tcpState() == TcpState.CLOSE;
    }

    private Connection toConnection(int row) {
        return toConnection(view(row), rows.answered(row), rows.changed(row));
    }

    private Connection toConnection(ConnectionEvent e, long answered, long changed) {
        return new Connection(
                e.id(),
                e.direction(),
                e.tcpState(),
                e.local(),
                e.peer(),
                new Owner(e.tgid(), e.pid(), e.uid(), e.comm()),
                e.cgroup(),
                cgroups.of(e.cgroup()),
                e.netns(),
                e.opened() == 0 ? null : clock.toInstant(e.opened()),
                clock.toInstant(changed),
                e.error(),
                e.kind() == EventKind.CONNECT_FAILED,
                e.rxBytes(),
                e.txBytes(),
                e.rttMicros(),
                e.retransmits(),
                answered == 0 || e.opened() == 0 ? -1 : answered - e.opened(),
                e.has(ConnectionEvent.FLAG_PREEXISTING),
                e.has(ConnectionEvent.FLAG_POLLED),
                e.has(ConnectionEvent.FLAG_SWEPT));
    }
}
