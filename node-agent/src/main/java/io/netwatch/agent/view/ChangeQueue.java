package io.netwatch.agent.view;

import io.netwatch.agent.track.ConnectionChange;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Changes on their way to one reader. Bounded: a reader that is slower than what happens loses changes, never holds up
 * the thread that tells them, and is told how many it lost.
 */
public final class ChangeQueue implements Consumer<ConnectionChange> {
    private final BlockingQueue<ConnectionChange> waiting;
    private final AtomicLong lost = new AtomicLong();

    public ChangeQueue(int capacity) {
        waiting = new ArrayBlockingQueue<>(capacity);
    }

    /** Never blocks. */
    @Override
    public void accept(ConnectionChange change) {
        if (!waiting.offer(change)) {
            lost.incrementAndGet();
        }
    }

    /** The JSON of what comes next, {@code lost} ahead of the changes after it; null when nothing waits. */
    Line poll() {
        long count = lost.getAndSet(0);
        return count > 0 ? Line.lost(count) : Line.of(waiting.poll());
    }

    /** As {@link #poll}, but waits for something to come. */
    Line poll(long millis) throws InterruptedException {
        Line line = poll();
        return line != null ? line : Line.of(waiting.poll(millis, TimeUnit.MILLISECONDS));
    }

    /** One object of the stream, and the name of its event. */
    record Line(String event, String json) {
        private static Line lost(long count) {
            return new Line("lost", ConnectionJson.ofLost(count));
        }

        private static Line of(ConnectionChange change) {
            return change == null ? null : new Line(ConnectionJson.eventName(change.kind()), ConnectionJson.of(change));
        }
    }
}
