package io.netwatch.agent.collect;

import io.netwatch.api.snapshot.InterfaceMetric;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** An interface as the read before left it. */
final class InterfaceState {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Deque<Long> rxHistory = new ArrayDeque<>();
    private final Deque<Long> txHistory = new ArrayDeque<>();
    private InterfaceCounters before;
    private long beforeNanos;

    InterfaceMetric next(InterfaceCounters now, boolean isUp, long nanos) {
        boolean isFirst = before == null;
        boolean counts = !isFirst && !now.fellSince(before);
        long rxDelta = counts ? now.rxBytes() - before.rxBytes() : 0;
        long txDelta = counts ? now.txBytes() - before.txBytes() : 0;
        double rxRate = rate(rxDelta, nanos);
        double txRate = rate(txDelta, nanos);
        if (!isFirst) {
            keep(rxHistory, rxRate);
            keep(txHistory, txRate);
        }
        before = now;
        beforeNanos = nanos;
        return new InterfaceMetric(
                now.name(),
                isUp,
                now.rxBytes(),
                now.txBytes(),
                rxDelta,
                txDelta,
                now.rxPackets(),
                now.txPackets(),
                now.rxErrors(),
                now.txErrors(),
                now.rxDrops(),
                now.txDrops(),
                rxRate,
                txRate,
                isFirst ? null : List.copyOf(rxHistory),
                isFirst ? null : List.copyOf(txHistory));
    }

    private double rate(long delta, long nanos) {
        long elapsed = nanos - beforeNanos;
        return delta == 0 || elapsed <= 0 ? 0 : delta * NANOS_PER_SECOND / elapsed;
    }

    private static void keep(Deque<Long> history, double rate) {
        if (history.size() == InterfaceMetric.HISTORY) {
            history.removeFirst();
        }
        history.addLast(Math.round(rate));
    }
}
