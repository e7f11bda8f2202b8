package io.netwatch.agent.run;

import io.netwatch.agent.collect.Health;
import io.netwatch.api.snapshot.HealthMetric;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The thread {@code health}, which probes gateway and resolver once in 15 seconds while anybody asks what it found. */
final class HealthWatch implements Supplier<HealthMetric>, AutoCloseable {
    private static final long PERIOD_SECONDS = 15;

    private final Health health;
    private final Thread thread = new Thread(this::run, "health");
    private boolean isStarted;
    private volatile HealthMetric last;

    HealthWatch(Health health) {
        this.health = health;
        thread.setDaemon(true);
    }

    /** What it found last; null before. */
    @Override
    public synchronized HealthMetric get() {
        if (!isStarted) {
            isStarted = true;
            thread.start();
        }
        return last;
    }

    private void run() {
        try {
            while (true) {
                last = health.read();
                TimeUnit.SECONDS.sleep(PERIOD_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
