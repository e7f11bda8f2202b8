package io.netwatch.agent.view;

import io.netwatch.agent.track.Connection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/**
 * Of the connections that were asked for, those that changed last, newest first; however many there are, only so many are
 * held in memory.
 *
 * @param matching how many were asked for and known; more than {@code items} when the limit left some out
 */
record NewestConnections(List<Connection> items, int matching) {
    private static final Comparator<Connection> OLDEST_FIRST =
            Comparator.comparing(Connection::changed).thenComparingLong(Connection::id);

    static NewestConnections of(Connections known, Predicate<Connection> filter, int limit) {
        Collector collector = new Collector(filter, limit);
        known.visit(collector::visit);
        return collector.result();
    }

    int leftOut() {
        return matching - items.size();
    }

    /** Filled on the thread of events while the one that asked waits for it. */
    private static final class Collector {
        private final Predicate<Connection> filter;
        private final int limit;
        private final PriorityQueue<Connection> newest = new PriorityQueue<>(OLDEST_FIRST);
        private int matching;

        Collector(Predicate<Connection> filter, int limit) {
            this.filter = filter;
            this.limit = limit;
        }

        void visit(Connection connection) {
            if (!filter.test(connection)) {
                return;
            }
            matching++;
            newest.add(connection);
            if (newest.size() > limit) {
                newest.remove();
            }
        }

        NewestConnections result() {
            List<Connection> items = new ArrayList<>(newest);
            items.sort(OLDEST_FIRST.reversed());
            return new NewestConnections(items, matching);
        }
    }
}
