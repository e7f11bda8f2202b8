package io.netwatch.e2e.testbed;

import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The thread on which all controllers work: at every change, and a few times a second without one. */
final class ControlLoop implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ControlLoop.class.getName());
    private static final long PERIOD_MS = 100;
    private static final long PATIENCE_S = 30;

    private final ScheduledExecutorService thread = Threads.loop("controllers");
    private final AtomicBoolean queued = new AtomicBoolean();
    private volatile List<Runnable> passes = List.of();
    private ScheduledFuture<?> periodic;

    /** Begins; each pass is level-triggered and may fail, as it is called again. */
    void start(List<Runnable> controllers) {
        passes = List.copyOf(controllers);
        periodic = thread.scheduleWithFixedDelay(this::pass, 0, PERIOD_MS, TimeUnit.MILLISECONDS);
    }

    /** Something has changed; from any thread. */
    void wake() {
        if (!thread.isShutdown() && queued.compareAndSet(false, true)) {
            thread.execute(this::pass);
        }
    }

    private void pass() {
        queued.set(false);
        for (Runnable each : passes) {
            try {
                each.run();
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "a controller failed and tries again", e);
            }
        }
    }

    /** Waits until the pass that is under way has ended. */
    @Override
    public void close() {
        if (periodic != null) {
            periodic.cancel(false);
        }
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE_S, TimeUnit.SECONDS)) {
                throw new IllegalStateException("controllers do not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
