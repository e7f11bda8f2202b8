package io.netwatch.agent.view;

import io.netwatch.agent.track.ConnectionChange;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Hands the changes in a queue to one subscriber, as many as it asked for and never two at a time (Reactive Streams rules
 * 1.1 and 1.3). {@link #offer} is called on the thread that reads the kernel's events, the rest on any.
 */
final class ChangeSubscription implements Flow.Subscription {
    private final Flow.Subscriber<? super ChangeQueue.Line> subscriber;
    private final ChangeQueue queue;
    private final Executor executor;
    private final Runnable onEnd;
    private final AtomicLong requested = new AtomicLong();
    /** Reasons to look again; who makes the first one looks for all. */
    private final AtomicInteger signals = new AtomicInteger();

    private Changes.Subscription source; // guarded by this
    private volatile boolean cancelled;

    ChangeSubscription(
            Flow.Subscriber<? super ChangeQueue.Line> subscriber,
            ChangeQueue queue,
            Executor executor,
            Runnable onEnd) {
        this.subscriber = subscriber;
        this.queue = queue;
        this.executor = executor;
        this.onEnd = onEnd;
    }

    /** Takes charge of ending what feeds the queue. */
    void follow(Changes.Subscription fed) {
        synchronized (this) {
            if (!cancelled) {
                source = fed;
                return;
            }
        }
        fed.close();
    }

    void offer(ConnectionChange change) {
        queue.accept(change);
        look();
    }

    @Override
    public void request(long count) {
        if (count <= 0) {
            cancel();
            subscriber.onError(new IllegalArgumentException("rule 3.9: asked for " + count));
            return;
        }
        requested.accumulateAndGet(count, (a, b) -> a + b < 0 ? Long.MAX_VALUE : a + b);
        look();
    }

    @Override
    public void cancel() {
        Changes.Subscription fed;
        synchronized (this) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            fed = source;
        }
        onEnd.run();
        if (fed != null) {
            fed.close();
        }
    }

    private void look() {
        if (signals.getAndIncrement() == 0) {
            executor.execute(this::drain);
        }
    }

    private void drain() {
        int seen = signals.get();
        do {
            deliver();
            seen = signals.addAndGet(-seen);
        } while (seen != 0);
    }

    private void deliver() {
        while (!cancelled && requested.get() > 0) {
            ChangeQueue.Line line = queue.poll();
            if (line == null) {
                return;
            }
            requested.decrementAndGet();
            subscriber.onNext(line);
        }
    }
}
