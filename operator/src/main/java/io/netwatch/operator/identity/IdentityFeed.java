package io.netwatch.operator.identity;

import io.micrometer.core.instrument.MeterRegistry;
import io.netwatch.api.identity.IdentityLine;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;

/**
 * Takes changes from the log, compresses them once, and gives the same bytes to all readers. All of it happens on one worker
 * thread, so that a reader that joins misses nothing and gets nothing twice; readers send on their own event loops.
 */
final class IdentityFeed implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(IdentityFeed.class);

    /** For all that is sent to every reader; at this size others gain little. */
    private static final int LEVEL = 6;

    private static final int ONE_THREAD = 1;

    private final String stream = UUID.randomUUID().toString();
    private final Vertx vertx;
    private final IdentityLog log;
    private final BooleanSupplier known;
    private final Clock clock;
    private final Bounds bounds;
    private final IdentityMeters meters;
    private final WorkerExecutor worker;
    private final History history;
    private final Set<IdentityReader> readers = new HashSet<>();
    private final AtomicBoolean due = new AtomicBoolean();
    private final long ticks;
    private volatile long lastBatch = System.nanoTime();
    private Snapshot snapshot;

    /** @param taken when, {@link System#nanoTime} */
    private record Snapshot(Batch batch, long taken) {}

    /**
     * Begins to take changes.
     *
     * @param known whether all that was there at the start is in the log; nobody is told anything before
     */
    IdentityFeed(
            Vertx vertx, IdentityLog log, BooleanSupplier known, Clock clock, MeterRegistry registry, Bounds bounds) {
        this.vertx = vertx;
        this.log = log;
        this.known = known;
        this.clock = clock;
        this.bounds = bounds;
        meters = new IdentityMeters(registry, log);
        worker = vertx.createSharedWorkerExecutor("identity", ONE_THREAD);
        history = new History(bounds.history());
        log.listen(this::changed);
        ticks = vertx.setPeriodic(bounds.idle().toMillis(), timer -> run(this::tick));
    }

    /** Whether there is anything to read yet. */
    boolean isKnown() {
        return known.getAsBoolean();
    }

    Bounds bounds() {
        return bounds;
    }

    /**
     * Has a reader told all from now on.
     *
     * @param itsStream what its last answer was of; null for none
     * @param revision what its last answer came to; negative for none
     */
    void join(IdentityReader reader, String itsStream, long revision) {
        run(() -> admit(reader, itsStream, revision)).onFailure(failure -> reader.close());
    }

    /** Has a reader told nothing any more. */
    void leave(IdentityReader reader) {
        run(() -> forget(reader));
    }

    /** Cuts a reader off that was too slow. */
    void cutOff(IdentityReader reader) {
        meters.reset();
        leave(reader);
    }

    private Future<Void> run(Callable<Void> step) {
        return worker.executeBlocking(step, false)
                .onFailure(failure -> LOG.error("The identity stream went wrong", failure));
    }

    private void changed() {
        if (due.compareAndSet(false, true)) {
            long since = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastBatch);
            long wait = Math.max(1, bounds.gather().toMillis() - since);
            vertx.setTimer(wait, timer -> run(this::flush));
        }
    }

    private synchronized Void flush() {
        due.set(false);
        publish(log.take());
        return null;
    }

    private void publish(IdentityLog.Changes changes) {
        lastBatch = System.nanoTime();
        if (!known.getAsBoolean()) {
            history.clear(changes.revision()); // a snapshot will tell of them
        } else if (!changes.lines().isEmpty()) {
            List<byte[]> lines = new ArrayList<>(changes.lines());
            lines.add(current(changes.revision()));
            Batch batch = Batch.of(changes.revision(), lines, LEVEL);
            history.add(batch);
            tell(batch);
        }
    }

    /** A sign of life, and how readers that are stuck are noticed. */
    private synchronized Void tick() {
        flush();
        if (!readers.isEmpty()) {
            tell(Batch.of(history.newest(), List.of(current(history.newest())), LEVEL));
        }
        if (snapshot != null && isStale(snapshot)) {
            snapshot = null;
        }
        return null;
    }

    private void tell(Batch batch) {
        readers.forEach(reader -> reader.send(batch.chunks()));
        meters.told((double) batch.lines() * readers.size());
    }

    private synchronized Void admit(IdentityReader reader, String itsStream, long revision) {
        flush();
        Optional<List<Batch>> since = stream.equals(itsStream) ? history.since(revision) : Optional.empty();
        List<Batch> batches = new ArrayList<>();
        batches.add(line(IdentityLine.of(new IdentityLine.Begin(stream, since.isEmpty()))));
        if (since.isPresent()) {
            batches.addAll(since.get());
            batches.add(Batch.of(history.newest(), List.of(current(history.newest())), LEVEL));
        } else {
            Batch all = all();
            batches.add(all);
            batches.addAll(history.since(all.revision()).orElseThrow());
        }
        List<Buffer> chunks = new ArrayList<>(List.of(Deflated.HEADER));
        batches.forEach(batch -> chunks.addAll(batch.chunks()));
        reader.begin(chunks);
        readers.add(reader);
        meters.began(since.isEmpty());
        meters.told(batches.stream().mapToInt(Batch::lines).sum());
        meters.reading(readers.size());
        return null;
    }

    /** All there is, as of now or a little before, with what came since in the history. */
    private Batch all() {
        if (snapshot == null
                || isStale(snapshot)
                || history.since(snapshot.batch().revision()).isEmpty()) {
            IdentityLog.State state = log.takeAll();
            publish(state.changes());
            long revision = state.changes().revision();
            List<byte[]> lines = new ArrayList<>(state.lines());
            lines.add(current(revision));
            snapshot = new Snapshot(Batch.of(revision, lines, LEVEL), System.nanoTime());
        }
        return snapshot.batch();
    }

    private boolean isStale(Snapshot kept) {
        return System.nanoTime() - kept.taken() > bounds.snapshotLife().toNanos();
    }

    private synchronized Void forget(IdentityReader reader) {
        readers.remove(reader);
        meters.reading(readers.size());
        return null;
    }

    private Batch line(IdentityLine line) {
        return Batch.of(history.newest(), List.of(Lines.encode(line)), LEVEL);
    }

    private byte[] current(long revision) {
        return Lines.encode(IdentityLine.of(new IdentityLine.Current(revision, clock.millis())));
    }

    /** Lets go of all readers. */
    @Override
    public void close() {
        vertx.cancelTimer(ticks);
        synchronized (this) {
            readers.forEach(IdentityReader::close);
            readers.clear();
        }
        worker.close();
    }
}
