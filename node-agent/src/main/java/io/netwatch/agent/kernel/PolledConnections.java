package io.netwatch.agent.kernel;

import io.netwatch.agent.event.TcpState;
import io.netwatch.agent.kernel.PolledConnection.Change;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

/**
 * The connections of the last poll, and what the next one changes: {@link #begin}, every row, {@link #end}. Bounded: a
 * new connection that finds no room is counted and not kept, in every poll that meets it. Used by one thread.
 */
final class PolledConnections {
    private final int capacity;
    private final Map<ConnectionKey, PolledConnection> known = new HashMap<>();
    private final Map<ConnectionKey, TcpRow> fresh = new LinkedHashMap<>();
    private final List<PolledConnection> withoutOwner = new ArrayList<>();
    private final Set<Long> unread = new HashSet<>();
    private final Listeners listeners;
    private final Queue<Change> changes = new ArrayDeque<>();
    private int poll;
    private long lastId;
    private long skipped;

    PolledConnections(int capacity) {
        this.capacity = capacity;
        this.listeners = new Listeners(capacity);
    }

    void begin() {
        poll++;
        fresh.clear();
        withoutOwner.clear();
        unread.clear();
        listeners.clear();
    }

    /** Takes a row in. One that is met twice, as a reading that races with changes may, counts once. */
    void add(long netns, TcpRow row) {
        switch (row.state()) {
            case LISTEN -> skipped += listeners.add(netns, row) ? 0 : 1;
            case TIME_WAIT, CLOSE, NEW_SYN_RECV -> {}
            case ESTABLISHED, SYN_SENT, SYN_RECV, FIN_WAIT1, FIN_WAIT2, CLOSE_WAIT, LAST_ACK, CLOSING ->
                addConnection(new ConnectionKey(netns, row.local(), row.peer()), row);
        }
    }

    private void addConnection(ConnectionKey key, TcpRow row) {
        PolledConnection connection = known.get(key);
        if (connection != null && connection.wasMetIn(poll)) {
            return;
        }
        if (connection != null && connection.isIn(row)) {
            meet(connection, row);
            return;
        }
        if (connection != null) {
            known.remove(key);
            changes.add(connection.asEnded());
        }
        // the kernel writes SYN_RECV for a handshake under way, of which there is no connection yet
        if (row.state() == TcpState.SYN_RECV || fresh.containsKey(key)) {
            return;
        }
        if (fresh.size() < capacity) {
            fresh.put(key, row);
        } else {
            skipped++;
        }
    }

    private void meet(PolledConnection connection, TcpRow row) {
        boolean unanswered = connection.isUnanswered();
        if (connection.meet(row, poll)) {
            withoutOwner.add(connection);
        }
        if (unanswered && !connection.isUnanswered()) {
            changes.add(connection.asAnswered());
        }
    }

    /** A namespace that is there but could not be read in this poll: its connections are kept as they are. */
    void keep(long netns) {
        unread.add(netns);
        skipped++;
    }

    /** Counts a poll that could not be made. */
    void skip() {
        skipped++;
    }

    /** Finds the owners of connections that have none yet, or whose socket was accepted meanwhile. */
    interface OwnerSearch {
        void findFor(List<PolledConnection> connections);
    }

    /** Ends a poll of this time, CLOCK_BOOTTIME; what it changed is in {@link #changes}. */
    void end(long time, OwnerSearch owners) {
        known.values().removeIf(this::hasEnded);
        List<PolledConnection> added = new ArrayList<>();
        for (Map.Entry<ConnectionKey, TcpRow> entry : fresh.entrySet()) {
            if (known.size() < capacity) {
                added.add(toConnection(entry.getKey(), entry.getValue(), poll == 1 ? 0 : time));
            } else {
                skipped++;
            }
        }
        fresh.clear();
        withoutOwner.addAll(added);
        owners.findFor(withoutOwner);
        withoutOwner.clear();
        added.forEach(connection -> changes.add(connection.asNew()));
    }

    private boolean hasEnded(PolledConnection connection) {
        boolean ended =
                !connection.wasMetIn(poll) && !unread.contains(connection.key().netns());
        if (ended) {
            changes.add(connection.asEnded());
        }
        return ended;
    }

    private PolledConnection toConnection(ConnectionKey key, TcpRow row, long opened) {
        TcpRow listener = row.state() == TcpState.SYN_SENT
                ? null
                : listeners.find(key.netns(), key.local().port());
        PolledConnection connection = new PolledConnection(key, row, listener, ++lastId, opened, poll);
        known.put(key, connection);
        return connection;
    }

    /** What polls have changed, oldest first, until it is taken out; to be empty when the next one begins. */
    Queue<Change> changes() {
        return changes;
    }

    Collection<PolledConnection> open() {
        return known.values();
    }

    /** Rows without room, met again in each poll, and namespaces and polls that could not be read. */
    long skipped() {
        return skipped;
    }
}
