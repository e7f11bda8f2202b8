package io.netwatch.agent.snapshot;

import io.netwatch.agent.event.ConnectionEvent;
import io.netwatch.agent.event.TcpState;
import io.netwatch.agent.track.Connection;
import io.netwatch.agent.track.ConnectionTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.agrona.collections.Int2IntCounterMap;
import org.agrona.collections.LongArrayList;

/**
 * Picks the connections of a policy that carried most, out of the table of the thread of events, a few rows at a time, so that
 * the thread is never held up for long: {@link #ROWS} looked at or {@link #COPIES} copied. A row that changes meanwhile is as it was
 * when it was met.
 */
final class ActiveConnections {
    /** A look costs about 50 ns. */
    private static final int ROWS = 8192;
    /** A copy costs about 2 us. */
    private static final int COPIES = 512;

    private final EventsThread events;
    private final ConnectionTable table;
    private final String policy;
    private final int top;

    /**
     * @param policy whose connections
     * @param top at most so many
     */
    ActiveConnections(EventsThread events, ConnectionTable table, String policy, int top) {
        this.events = events;
        this.table = table;
        this.policy = policy;
        this.top = top;
    }

    /**
     * What there was.
     *
     * @param top those that carried most, most first; of those that carried the same, what failed first
     * @param openByProcess open connections by process id; 0 = unknown
     * @param unnamed connections, the top ones or not, of which an end is not known
     */
    record Picked(List<Connection> top, Int2IntCounterMap openByProcess, long unnamed) {}

    /** Looks at those that are open or ended since then, CLOCK_BOOTTIME ns. */
    Picked since(long bootNanos) {
        Survey survey = new Survey();
        for (int row = 0; row != ConnectionTable.END; ) {
            int from = row;
            row = events.ask(() -> table.pass(policy, bootNanos, from, ROWS, survey));
        }
        Copies copies = new Copies(survey.threshold(top), top);
        for (int row = 0; row != ConnectionTable.END && top > 0; ) {
            int from = row;
            row = events.ask(() -> table.pass(policy, bootNanos, from, COPIES, copies));
        }
        return new Picked(copies.sorted(), survey.open, survey.unnamed);
    }

    /** What a connection is ranked by: failed ones are told before idle ones. */
    private static long weight(ConnectionEvent e) {
        long bytes = e.rxBytes() + e.txBytes();
        return 2 * bytes + (e.error() == 0 ? 0 : 1);
    }

    private static long weight(Connection c) {
        return 2 * (c.rxBytes() + c.txBytes()) + (c.error() == 0 ? 0 : 1);
    }

    private final class Survey implements ConnectionTable.RowVisitor {
        private final LongArrayList weights = new LongArrayList();
        private final Int2IntCounterMap open = new Int2IntCounterMap(0);
        private long unnamed;

        @Override
        public void onRow(int row, ConnectionEvent e) {
            weights.addLong(weight(e));
            if (e.tcpState() != TcpState.CLOSE) {
                open.incrementAndGet(e.tgid());
            }
            unnamed += table.isNamedRow(row) ? 0 : 1;
        }

        /** The weight from which on there are about so many. */
        private long threshold(int count) {
            if (weights.size() <= count || count == 0) {
                return Long.MIN_VALUE;
            }
            long[] sorted = weights.toLongArray();
            Arrays.sort(sorted);
            return sorted[sorted.length - count];
        }
    }

    private final class Copies implements ConnectionTable.RowVisitor {
        private final long threshold;
        private final int top;
        private final List<Connection> heavier = new ArrayList<>();
        private final List<Connection> equal = new ArrayList<>();

        Copies(long threshold, int top) {
            this.threshold = threshold;
            this.top = top;
        }

        @Override
        public void onRow(int row, ConnectionEvent e) {
            long weight = weight(e);
            if (weight > threshold) {
                heavier.add(table.copy(row));
            } else if (weight == threshold && equal.size() < top) {
                equal.add(table.copy(row));
            }
        }

        private List<Connection> sorted() {
            heavier.addAll(equal);
            heavier.sort(Comparator.comparingLong((Connection c) -> weight(c)).reversed());
            return heavier.subList(0, Math.min(top, heavier.size()));
        }
    }
}
