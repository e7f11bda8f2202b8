package io.netwatch.agent.run;

import io.netwatch.agent.event.EventKind;
import io.netwatch.agent.identify.Directory;
import io.netwatch.agent.kernel.EventSource;
import io.netwatch.agent.libbpf.BpfException;
import io.netwatch.agent.snapshot.EventsThread;
import io.netwatch.agent.track.Backends;
import io.netwatch.agent.track.Connection;
import io.netwatch.agent.track.ConnectionChange;
import io.netwatch.agent.track.ConnectionTable;
import io.netwatch.agent.view.Changes;
import io.netwatch.agent.view.Completeness;
import io.netwatch.agent.view.Connections;
import io.netwatch.agent.view.Counters;
import io.netwatch.agent.view.EventRate;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The thread {@code kernel-events}: the one that reads the source and writes the table. Everyone else asks it, and gets
 * copies; who learns something that the table's names depend on hands it over by {@link #execute}. While events come it reads them once an interval, in one go; on a quiet machine it sleeps until the next one.
 */
final class EventLoop implements Connections, Changes, Counters, EventsThread, Executor, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(EventLoop.class);

    /** Records between two looks at what else there is to do. */
    private static final int BATCH = 8192;
    /** Empty rounds after which the machine counts as quiet. */
    private static final int QUIET_ROUNDS = 10;

    private static final long READING_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long UNWATCHED_READING_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** How long after the last question somebody is taken to be looking. */
    private static final long WATCHED_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final long SETTLING_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long TICK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long ANSWER_SECONDS = 5;
    private static final long COUNTS_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final EventSource source;
    private final Directory directory;
    private final ConnectionTable table;
    private final EventTracker tracker;
    private final int drainMillis;
    private final Queue<Runnable> questions = new ConcurrentLinkedQueue<>();
    private final Thread thread = new Thread(this::run, "kernel-events");
    private final EventRate rate = new EventRate();
    private volatile boolean closing;
    private volatile long askedNanos = System.nanoTime();
    private volatile Completeness counts;
    private volatile long countedNanos = System.nanoTime();
    private long readNanos = System.nanoTime();
    private long settledNanos = System.nanoTime();
    private long tickedNanos = System.nanoTime();
    private Runnable tick = () -> {};
    private Runnable reading = () -> {};
    private Backends backends = Backends.UNKNOWN;

    EventLoop(EventSource source, Directory directory, ConnectionTable table, EventTracker tracker, int drainMillis) {
        this.source = source;
        this.directory = directory;
        this.table = table;
        this.tracker = tracker;
        this.drainMillis = drainMillis;
        count();
    }

    /** What is to be done about once a second, on the thread of events. To be called before start. */
    void eachSecond(Runnable task) {
        tick = task;
    }

    /** What is to be done after each reading of open connections, on the thread of events. To be called before start. */
    void afterReading(Runnable task) {
        reading = task;
    }

    /** Who knows what is behind a Service's address. To be called before start. */
    void ask(Backends known) {
        backends = known;
    }

    void start() {
        thread.start();
    }

    /** Brought up to date whenever counts are. */
    EventRate rate() {
        return rate;
    }

    boolean isRunning() {
        return thread.isAlive();
    }

    private void run() {
        try {
            loop();
        } catch (RuntimeException | Error e) {
            LOG.error("the thread that reads events has failed; restart the agent", e);
        } finally {
            source.close();
            table.close();
            directory.close();
        }
    }

    private void loop() {
        int quiet = 0;
        while (!closing) {
            int records = source.drain(BATCH);
            answer();
            if (System.nanoTime() - readNanos >= readingNanos()) {
                readOpen();
            }
            if (System.nanoTime() - settledNanos >= SETTLING_NANOS) {
                settle();
            }
            quiet = records == 0 ? quiet + 1 : 0;
            if (quiet >= QUIET_ROUNDS) {
                source.sleep((int) TimeUnit.NANOSECONDS.toMillis(READING_NANOS));
            } else if (records < BATCH) {
                source.await(drainMillis);
            }
        }
    }

    private long readingNanos() {
        boolean watched = tracker.isFollowed() || System.nanoTime() - askedNanos < WATCHED_NANOS;
        return watched ? READING_NANOS : UNWATCHED_READING_NANOS;
    }

    /** Brings bytes, round trips and states of open connections up to date, and finds those whose end was lost. */
    private void readOpen() {
        readNanos = System.nanoTime();
        try {
            table.beginPass();
            source.readOpen();
            // what ended before the reading met it is told by events that are on the ring by now
            while (!closing && source.drain(BATCH) == BATCH) {
                answer();
            }
            table.endPass(tracker::onSwept);
        } catch (BpfException e) {
            LOG.warn("open connections could not be read: " + e.getMessage());
        }
        count();
        reading.run();
    }

    /** Names what can be named by now. */
    private void settle() {
        settledNanos = System.nanoTime();
        directory.expire();
        table.settle(backends);
        tracker.release();
        if (settledNanos - tickedNanos >= TICK_NANOS) {
            tickedNanos = settledNanos;
            tick.run();
        }
    }

    /** Has the thread of events do something soon. */
    @Override
    public void execute(Runnable task) {
        questions.add(task);
        source.wake();
    }

    private void answer() {
        for (Runnable question = questions.poll(); question != null; question = questions.poll()) {
            question.run();
        }
    }

    @Override
    public void visit(Consumer<Connection> visitor) {
        askedNanos = System.nanoTime();
        ask(() -> table.visit(visitor));
    }

    @Override
    public <T> T ask(Supplier<T> question) {
        AtomicReference<T> answer = new AtomicReference<>();
        ask(() -> answer.set(question.get()));
        return answer.get();
    }

    @Override
    public void readNow() {
        ask(this::readOpen);
    }

    /** Has the thread of events do something, and waits until it is done. */
    private void ask(Runnable question) {
        CompletableFuture<Void> answered = new CompletableFuture<>();
        questions.add(() -> {
            question.run();
            answered.complete(null);
        });
        source.wake();
        try {
            answered.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new IllegalStateException("the thread that reads events does not answer; restart the agent", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for an answer", e);
        }
    }

    /** As {@link #subscribe}, but the connections that are known already come first, as OPEN. To be called before start. */
    Changes.Subscription subscribeFromStart(Consumer<ConnectionChange> listener) {
        table.visit(connection -> listener.accept(new ConnectionChange(EventKind.OPEN, connection)));
        return tracker.follow(listener);
    }

    @Override
    public Changes.Subscription subscribe(Consumer<ConnectionChange> listener) {
        return tracker.follow(listener);
    }

    /** At most a second old. */
    @Override
    public Completeness now() {
        if (isRunning() && System.nanoTime() - countedNanos > COUNTS_NANOS) {
            ask(this::count);
        }
        return counts;
    }

    private void count() {
        Completeness counted = tracker.completeness(source);
        countedNanos = System.nanoTime();
        rate.sample(countedNanos, counted.seenInAll());
        counts = counted;
    }

    /** Detaches and ends the thread; at most 100 ms on a machine that never goes quiet. */
    @Override
    public void close() {
        closing = true;
        source.wake();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
