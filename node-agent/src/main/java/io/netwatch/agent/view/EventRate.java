package io.netwatch.agent.view;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** How many events a second there were lately: over at least the last 10 seconds once there are as many. Any thread. */
public final class EventRate {
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(long nanos, long seen) {}

    /** Takes in how many events had been seen at a time of {@link System#nanoTime}; times must not go back. */
    public synchronized void sample(long nanos, long seen) {
        samples.addLast(new Sample(nanos, seen));
        while (samples.size() > 2 && nanos - second().nanos() >= WINDOW_NANOS) {
            samples.removeFirst();
        }
    }

    /** 0 before there is anything to compare. */
    synchronized double perSecond() {
        if (samples.isEmpty()) {
            return 0;
        }
        Sample first = samples.getFirst();
        Sample last = samples.getLast();
        long elapsed = last.nanos() - first.nanos();
        return elapsed <= 0 ? 0 : (last.seen() - first.seen()) * NANOS_PER_SECOND / elapsed;
    }

    private Sample second() {
        return samples.stream().skip(1).findFirst().orElseThrow();
    }
}
