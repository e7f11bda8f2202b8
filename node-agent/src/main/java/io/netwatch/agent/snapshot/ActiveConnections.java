package io.netwatch.agent.snapshot;

import io.netwatch.agent.event.ConnectionEvent;
import io.netwatch.agent.event.TcpState;
import io.netwatch.agent.track.ConnectionTable;
import io.netwatch.agent.track.RowCopies;
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
final class ActiveConnections implements AutoCloseable {
    /** A look costs about 50 ns. */
    private static final int ROWS = 8192;
    /** A copy costs several looks. */
    private static final int COPIES = 2048;

    private final EventsThread events;
    private final ConnectionTable table;
    private final String policy;
    private final int top;
    private final RowCopies copies = new RowCopies();

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
     * @param top those that carried most, most first; of those that carried the same, what failed first; as places in {@code copies}
     * @param copies to be read until they are forgotten
     * @param openByProcess open connections by process id; 0 = unknown
     * @param unnamed connections, the top ones or not, of which an end is not known
     */
    record Picked(List<Integer> top, RowCopies copies, Int2IntCounterMap openByProcess, long unnamed) {}

    /** Looks at those that are open or ended since then, CLOCK_BOOTTIME ns. */
    Picked since(long bootNanos) {
        Survey survey = new Survey();
        for (int row = 0; row != ConnectionTable.END; ) {
            int from = row;
            row = events.ask(() -> table.pass(policy, bootNanos, from, ROWS, survey));
        }
        Choice choice = new Choice(survey.threshold(top));
        for (int row = 0; row != ConnectionTable.END && top > 0; ) {
            int from = row;
            row = events.ask(() -> table.pass(policy, bootNanos, from, COPIES, choice));
        }
        return new Picked(choice.sorted(), copies, survey.open, survey.unnamed);
    }

    void forget() {
        copies.clear();
    }

    @Override
    public void close() {
        copies.close();
    }

    /** What a connection is ranked by: failed ones are told before idle ones. */
    private static long weight(ConnectionEvent e) {
        return 2 * (e.rxBytes() + e.txBytes()) + (e.error() == 0 ? 0 : 1);
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

    private final class Choice implements ConnectionTable.RowVisitor {
        private final long threshold;
        private final LongArrayList weights = new LongArrayList();
        private final List<Integer> heavier = new ArrayList<>();
        private final List<Integer> equal = new ArrayList<>();

        Choice(long threshold) {
            this.threshold = threshold;
        }

        @Override
        public void onRow(int row, ConnectionEvent e) {
            long weight = weight(e);
            List<Integer> among = weight > threshold ? heavier : equal;
            if (weight >= threshold && (weight > threshold || equal.size() < top)) {
                among.add(copies.size());
                weights.addLong(weight);
                table.copy(row, copies);
            }
        }

        private List<Integer> sorted() {
            heavier.addAll(equal);
            heavier.sort(Comparator.comparingLong((Integer copy) -> weights.getLong(copy))
                    .reversed());
            return heavier.subList(0, Math.min(top, heavier.size()));
        }
    }
}
