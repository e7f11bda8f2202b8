package io.netwatch.agent.run;

import io.netwatch.agent.send.DropReason;
import io.netwatch.agent.send.Origin;
import io.netwatch.agent.send.OtlpMetrics;
import io.netwatch.agent.send.SnapshotSink;
import io.netwatch.agent.send.UploadStatus;
import io.netwatch.api.snapshot.HostInfo;
import io.netwatch.api.snapshot.Snapshot;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The thread {@code otlp}, which tells a collector of OpenTelemetry each snapshot's numbers. They are cumulative: one that the collector
 * misses is made up for by the next, so none waits but the last.
 */
final class OtlpSink implements SnapshotSink {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final OtlpMetrics metrics;
    private final Origin origin;
    private final BlockingQueue<Snapshot> waiting = new ArrayBlockingQueue<>(1);
    private final AtomicLong told = new AtomicLong();
    private final AtomicLong skipped = new AtomicLong();
    private final Thread thread = new Thread(this::run, "otlp");
    private volatile Instant last;

    /** {@code node} is null outside of a cluster. */
    OtlpSink(URI collector, String node, Origin origin) {
        this.metrics = new OtlpMetrics(collector, node, origin.agentVersion(), DEADLINE, Clock.systemUTC());
        this.origin = origin;
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void add(Instant timestamp, Snapshot snapshot) {
        if (!waiting.offer(snapshot.withConnections(List.copyOf(snapshot.connections())))) {
            skipped.incrementAndGet();
        }
    }

    private void run() {
        try {
            while (true) {
                Snapshot snapshot = waiting.take();
                HostInfo host = origin.host().get();
                long missed = metrics.dropped();
                if (host == null) {
                    skipped.incrementAndGet();
                    continue;
                }
                metrics.accept(host, snapshot);
                if (metrics.dropped() == missed) {
                    told.incrementAndGet();
                    last = Instant.now();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        } finally {
            metrics.close();
        }
    }

    @Override
    public UploadStatus status() {
        long missed = metrics.dropped() + skipped.get();
        return new UploadStatus(
                last == null ? UploadStatus.State.WAITING : UploadStatus.State.DELIVERING,
                "",
                last,
                told.get(),
                missed == 0 ? Map.of() : Map.of(DropReason.REJECTED, missed),
                waiting.size(),
                0);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
