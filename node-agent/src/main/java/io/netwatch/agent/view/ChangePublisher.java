package io.netwatch.agent.view;

import io.netwatch.agent.track.Connection;
import io.netwatch.agent.track.ConnectionChange;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Changes as a stream: each subscriber has its own bounded queue and reads at its own pace. What is told to subscribers
 * is told on the executor, never on the thread that reads the kernel's events.
 */
public final class ChangePublisher {
    private static final int QUEUE = 1024;
    private static final int MAX_SUBSCRIBERS = 8;

    private final Changes changes;
    private final Executor executor;
    private final AtomicInteger subscribers = new AtomicInteger();

    public ChangePublisher(Changes changes, Executor executor) {
        this.changes = changes;
        this.executor = executor;
    }

    /** Whether one more may subscribe; each costs memory of its own. */
    boolean hasRoom() {
        return subscribers.get() < MAX_SUBSCRIBERS;
    }

    /** A stream of the changes of those connections that match, from its subscription on. It never completes. */
    Flow.Publisher<ChangeQueue.Line> stream(Predicate<Connection> filter) {
        return subscriber -> {
            ChangeSubscription subscription =
                    new ChangeSubscription(subscriber, new ChangeQueue(QUEUE), executor, subscribers::decrementAndGet);
            subscribers.incrementAndGet();
            subscriber.onSubscribe(subscription);
            subscription.follow(changes.subscribe(change -> offer(change, filter, subscription)));
        };
    }

    private static void offer(ConnectionChange change, Predicate<Connection> filter, ChangeSubscription subscription) {
        if (filter.test(change.connection())) {
            subscription.offer(change);
        }
    }
}
