package io.netwatch.agent.track;

import io.netwatch.agent.event.BootClock;
import io.netwatch.agent.event.ConnectionEvent;
import io.netwatch.agent.event.Endpoint;
import io.netwatch.agent.event.EventKind;
import io.netwatch.agent.event.TcpState;
import io.netwatch.agent.identify.Directory;
import io.netwatch.agent.policy.Selection;
import io.netwatch.agent.policy.Selections;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.LongArrayList;

/**
 * Every connection that is wanted and open, and those that ended lately. Bounded: when it is full the one that ended first
 * makes room; without one that ended, the new one is not kept; both are counted. Written and read by one thread, the one of
 * events; others get copies. Nothing is allocated per event.
 */
public final class ConnectionTable implements AutoCloseable {
    private static final float LOAD_FACTOR = 0.55f;
    private static final int INITIAL_ROWS = 1024;
    private static final long MARGIN_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** What {@link #pass} returns behind the last row. */
    public static final int END = -1;

    private final RowStore rows;
    private final Long2LongHashMap byId;
    private final BootClock clock;
    private final Selections selections;
    private final RowOwners owners;
    private final EndedRows ended;
    private final long usualKeepNanos;
    private long keepEndedNanos;
    private final ConnectionEvent event = new ConnectionEvent();
    private final LongArrayList dropped = new LongArrayList();
    private long selectedVersion;
    /** Whether some may have been answered since the last settling. */
    private boolean isAnswered;

    private int pass;
    private long passBegan;
    private long evicted;
    private long refused;

    /** Keeps at most {@code capacity} connections, and ended ones for {@code keepEndedNanos} while there is room. */
    public ConnectionTable(
            int capacity,
            long keepEndedNanos,
            BootClock clock,
            Directory directory,
            Selections selections,
            PeerNames names) {
        this.rows = new RowStore(capacity);
        this.byId = new Long2LongHashMap(Math.min(capacity, INITIAL_ROWS), LOAD_FACTOR, RowStore.NONE);
        this.ended = new EndedRows(rows);
        this.usualKeepNanos = keepEndedNanos;
        this.keepEndedNanos = keepEndedNanos;
        this.clock = clock;
        this.selections = selections;
        this.owners = new RowOwners(rows, directory, clock, names);
    }

    /**
     * Takes an event in. Returns whether it is one to tell: of a connection that was found by reading what is open, only
     * the first time, and only if no event will tell of it; never of one that nobody wants.
     */
    public boolean apply(ConnectionEvent e) {
        int row = (int) byId.get(e.id());
        EventKind kind = e.kind();
        boolean isNew = row == RowStore.NONE;
        if (!isNew && isOver(row) && kind != EventKind.CLOSE) {
            return false;
        }
        Selection selection = selections.of(e.cgroup());
        long rules = isNew || selection != rows.selection(row) ? wanted(selection, e) : rows.rules(row);
        if (rules == 0) {
            drop(row);
            return false;
        }
        if (isNew) {
            row = add(e, selection, rules);
        } else if (selection != rows.selection(row)) {
            rows.selection(row).release(rows.rules(row));
            rows.setSelection(row, selection, selection.keep(rules));
        }
        if (kind != EventKind.OPEN) {
            selection.follow(rules, e);
        }
        if (row != RowStore.NONE) {
            update(row, isNew, e);
        }
        return selection.tell(rules, kind, e.error()) && (kind != EventKind.OPEN || (isNew && isFound(e)));
    }

    private static long wanted(Selection selection, ConnectionEvent e) {
        return selection.wanted(e.direction(), e.servicePort(), e.peerHigh(), e.peerLow());
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
        isAnswered |= isNew || kind == EventKind.CONNECT_V4 || kind == EventKind.CONNECT_V6;
        if (!isNew && !isEnd(kind) && e.time() < view(row).time()) {
            return; // a reading came ahead of this event, and knows more
        }
        if (isNew || kind != EventKind.OPEN || e.tcpState() != view(row).tcpState()) {
            rows.setChanged(row, e.time());
        }
        carry(row, isNew, e);
        rows.copyFrom(e, row);
        if (isNew) {
            owners.pair(view(row), row);
        }
        if (kind == EventKind.CONNECT_FAILED) {
            owners.explain(row);
        }
        if (!wasOver && isOver(row)) {
            ended.append(row);
        }
    }

    /** What a connection had carried before it was watched is nobody's. */
    private void carry(int row, boolean isNew, ConnectionEvent e) {
        long rx = 0;
        long tx = 0;
        if (!isNew) {
            ConnectionEvent before = view(row);
            rx = e.rxBytes() - before.rxBytes();
            tx = e.txBytes() - before.txBytes();
        } else if (!e.has(ConnectionEvent.FLAG_PREEXISTING)) {
            rx = e.rxBytes();
            tx = e.txBytes();
        }
        if (rx > 0 || tx > 0) {
            rows.selection(row).carry(rows.rules(row), e, Math.max(rx, 0), Math.max(tx, 0));
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
        for (int row = 0; row < rows.used(); row++) {
            if (rows.isTaken(row)) {
                sweep(row, found);
            }
        }
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
        ended.append(row);
        found.onSwept(e.id());
    }

    private void expire() {
        long now = clock.bootNanos();
        while (ended.first() != RowStore.NONE && now - rows.changed(ended.first()) > keepEndedNanos) {
            remove(ended.removeFirst());
        }
    }

    private int add(ConnectionEvent e, Selection selection, long wanted) {
        long rules = selection.keep(wanted);
        if (rules == 0 && makeRoom(selection)) {
            rules = selection.keep(wanted);
        }
        if (rules == 0) {
            return RowStore.NONE; // which the rules count
        }
        int row = rows.take();
        if (row == RowStore.NONE) {
            if (ended.first() == RowStore.NONE) {
                refused++;
                selection.release(rules);
                return RowStore.NONE;
            }
            evicted++;
            remove(ended.removeFirst());
            row = rows.take();
        }
        rows.setAnswered(row, 0);
        owners.begin(e, row, selection, rules);
        byId.put(e.id(), row);
        return row;
    }

    /** Forgets one that ended and that the same rules keep. */
    private boolean makeRoom(Selection selection) {
        int row = ended.removeFirstOf(selection);
        if (row == RowStore.NONE) {
            return false;
        }
        evicted++;
        remove(row);
        return true;
    }

    /** Forgets an open one that nobody wants any more; one that ended is forgotten in its time. */
    private void drop(int row) {
        if (row != RowStore.NONE && !isOver(row)) {
            remove(row);
        }
    }

    private void remove(int row) {
        ConnectionEvent e = view(row);
        owners.end(e, row);
        byId.remove(e.id());
        rows.release(row);
    }

    /**
     * Asks again who is at ends of which more may be known by now, and forgets open connections that no policy wants any more.
     * To be called a few times a second.
     */
    public void settle(Backends backends) {
        if (selectedVersion != selections.version()) {
            selectedVersion = selections.version();
            reselect();
        }
        boolean isNews = owners.beginSettling();
        if (isNews || isAnswered) {
            isAnswered = false;
            byId.forEachLong((id, row) -> owners.settle(view((int) row), (int) row, backends));
        }
    }

    private void reselect() {
        dropped.clear();
        byId.forEachLong((id, row) -> {
            ConnectionEvent e = view((int) row);
            if (!isOver((int) row) && wanted(selections.of(e.cgroup()), e) == 0) {
                dropped.addLong(id);
            }
        });
        dropped.forEachLong(id -> remove((int) byId.get(id)));
    }

    /** What answers behind the Service's address that a connection was made to. */
    public void onBackend(long id, Endpoint backend) {
        int row = (int) byId.get(id);
        if (row != RowStore.NONE) {
            owners.onBackend(view(row), row, backend);
        }
    }

    /** The connection of an id; null when it is not kept. Allocates. */
    public Connection find(long id) {
        int row = (int) byId.get(id);
        return row == RowStore.NONE ? null : owners.copy(view(row), row);
    }

    /** Shows a copy of each to the visitor, in no order. Allocates. */
    public void visit(Consumer<Connection> visitor) {
        byId.forEachLong((id, row) -> visitor.accept(owners.copy(view((int) row), (int) row)));
    }

    /**
     * Shows those rows from {@code from} on, at most {@code count}, that a policy wants, or any if it is null, and that are open or ended since {@code
     * endedSince}, CLOCK_BOOTTIME ns. Returns the row to go on from; {@link #END} behind the last one. Allocates nothing.
     */
    public int pass(String policy, long endedSince, int from, int count, RowVisitor visitor) {
        int end = Math.min(from + count, rows.used());
        for (int row = from; row < end; row++) {
            if (!rows.isTaken(row)) {
                continue;
            }
            ConnectionEvent e = view(row);
            Selection selection = selections.of(e.cgroup());
            long rule = policy == null ? -1 : selection.rulesOf(policy);
            boolean counts = e.tcpState() != TcpState.CLOSE || rows.changed(row) >= endedSince;
            if (counts && rule != 0 && (wanted(selection, e) & rule) != 0) {
                visitor.onRow(row, e);
            }
        }
        return end == rows.used() ? END : end;
    }

    /** Takes a row that {@link #pass} shows. */
    public interface RowVisitor {
        /** {@code e} is the last record about the connection, to be read before this returns. */
        void onRow(int row, ConnectionEvent e);
    }

    /** Adds a row that {@link #pass} shows. Allocates little. */
    public void copy(int row, RowCopies to) {
        owners.copy(view(row), row, to);
    }

    /** Whether both ends of a row that {@link #pass} shows are named, or won't be. */
    public boolean isNamedRow(int row) {
        return owners.isNamed(row);
    }

    /** Keeps those that ended for so long at least, while there is room: whoever looks that seldom misses none. */
    public void keepEndedFor(Duration least) {
        keepEndedNanos = Math.max(usualKeepNanos, least.toNanos() + MARGIN_NANOS);
    }

    /** An event as a connection, whether it is kept or not. Allocates. */
    public Connection toConnection(ConnectionEvent e) {
        int row = (int) byId.get(e.id());
        return row == RowStore.NONE ? owners.copy(e) : owners.copy(view(row), row);
    }

    /** Whether both ends of a connection are named, or won't be; true for one that is not kept. */
    public boolean isNamed(long id) {
        int row = (int) byId.get(id);
        return row == RowStore.NONE || owners.isNamed(row);
    }

    /** Connections that have not ended. */
    public int open() {
        return byId.size() - ended.size();
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
}
