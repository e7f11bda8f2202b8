package io.netwatch.operator.reconcile;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Runs the pass over the fleet on a thread of its own: soon after something changed, all changes of a moment together, and
 * every 15 seconds, as time alone changes things too (a policy expires, a certificate ages). A pass that fails is tried again,
 * later each time.
 */
final class FleetLoop implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(FleetLoop.class);

    /** A rollout changes many objects at once; this much later is soon enough for a person. */
    private static final Duration GATHER = Duration.ofMillis(250);

    private static final Duration AT_LEAST_EVERY = Duration.ofSeconds(15);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LAST_RETRY = Duration.ofSeconds(30);
    private static final Duration STOP = Duration.ofSeconds(10);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private final Thread thread = new Thread(this::run, "fleet");
    private final BooleanSupplier known;
    private final Runnable pass;
    private boolean changed = true;
    private volatile boolean closed;

    /**
     * @param known whether all that a pass looks at is there to look at; no pass runs before it once was
     * @param pass throws when it could not do all that it should
     */
    FleetLoop(BooleanSupplier known, Runnable pass) {
        this.known = known;
        this.pass = pass;
    }

    /** Begins; the first pass comes at once. */
    void start() {
        thread.start();
    }

    /** Has a pass run soon. Any thread may call it; it costs next to nothing. */
    void trigger() {
        lock.lock();
        try {
            changed = true;
            woken.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the thread is there; also before it starts. */
    boolean isAlive() {
        return thread.getState() != Thread.State.TERMINATED;
    }

    private void run() {
        Duration retry = FIRST_RETRY;
        try {
            while (!known.getAsBoolean()) {
                TimeUnit.MILLISECONDS.sleep(GATHER.toMillis());
            }
            while (!closed) {
                if (passed()) {
                    retry = FIRST_RETRY;
                    await(AT_LEAST_EVERY);
                    TimeUnit.MILLISECONDS.sleep(GATHER.toMillis());
                } else {
                    TimeUnit.MILLISECONDS.sleep(retry.toMillis());
                    retry = min(retry.multipliedBy(2), LAST_RETRY);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private boolean passed() {
        lock.lock();
        try {
            changed = false;
        } finally {
            lock.unlock();
        }
        try {
            pass.run();
            return true;
        } catch (RuntimeException e) {
            if (!closed) {
                LOG.warnf("The agents could not be brought up to date and will be again: %s", e.getMessage());
                LOG.debug("The failure", e);
            }
            return false;
        }
    }

    private void await(Duration most) throws InterruptedException {
        lock.lock();
        try {
            long left = most.toNanos();
            while (!changed && left > 0) {
                left = woken.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(STOP.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
