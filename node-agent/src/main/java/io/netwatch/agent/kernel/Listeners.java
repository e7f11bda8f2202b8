package io.netwatch.agent.kernel;

import java.util.HashMap;
import java.util.Map;

/** What listens on the local ports, by namespace, in one poll. Bounded: beyond that {@link #add} refuses. */
final class Listeners {
    private static final int PORT_BITS = 16;

    private final int capacity;
    private final Map<Long, TcpRow> rows = new HashMap<>();

    Listeners(int capacity) {
        this.capacity = capacity;
    }

    void clear() {
        rows.clear();
    }

    /** Returns false when there was no room. Of more than one on a port the first counts. */
    boolean add(long netns, TcpRow row) {
        Long key = key(netns, row.local().port());
        if (rows.size() >= capacity && !rows.containsKey(key)) {
            return false;
        }
        rows.putIfAbsent(key, row);
        return true;
    }

    /** Null when nothing listens there. */
    TcpRow find(long netns, int port) {
        return rows.get(key(netns, port));
    }

    private static Long key(long netns, int port) {
        return netns << PORT_BITS | port;
    }
}
