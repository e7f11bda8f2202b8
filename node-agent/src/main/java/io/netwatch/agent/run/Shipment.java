package io.netwatch.agent.run;

import io.netwatch.agent.send.SnapshotSink;
import io.netwatch.agent.send.Upload;
import io.netwatch.agent.send.UploadStatus;
import io.netwatch.agent.snapshot.SnapshotMaker;
import io.netwatch.api.node.PolicyReport;
import io.netwatch.api.policy.SnapshotInterval;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The snapshots of one order: made when they are due, by whoever asks, and sent by the thread {@code upload}, which sleeps until there
 * is something to do.
 */
final class Shipment implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Shipment.class);
    /** How soon a key that changed, or a snapshot that was added, is noticed. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Order order;
    private final SnapshotMaker maker;
    private final SnapshotSink sink;
    private final Thread thread;
    private final long intervalNanos;
    private long dueNanos;

    Shipment(Order order, SnapshotMaker maker, SnapshotSink sink, long nowNanos) {
        this.order = order;
        this.maker = maker;
        this.sink = sink;
        this.intervalNanos = SnapshotInterval.parse(order.settings().interval()).toNanos();
        this.dueNanos = nowNanos + intervalNanos;
        this.thread = sink instanceof Upload upload ? new Thread(() -> send(upload), "upload") : null;
        if (thread != null) {
            thread.setDaemon(true);
            thread.start();
        }
    }

    Order order() {
        return order;
    }

    /** When the next one is to be made, by {@link System#nanoTime}. */
    long dueNanos() {
        return dueNanos;
    }

    /** Makes one, and has it sent. One that could not be made in time is left out. */
    void make(Instant timestamp, long nowNanos) {
        dueNanos += intervalNanos * Math.max(1, (nowNanos - dueNanos) / intervalNanos + 1);
        maker.make(timestamp, snapshot -> sink.add(timestamp, snapshot));
    }

    private void send(Upload upload) {
        try {
            while (true) {
                Duration pause = upload.step();
                Thread.sleep(Math.min(pause.toMillis(), LOOK.toMillis()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        } catch (RuntimeException | Error e) {
            LOG.error("the thread that sends snapshots has failed; restart the agent", e);
        }
    }

    UploadStatus status() {
        return sink.status();
    }

    /** As the operator is told. */
    PolicyReport.Upload report() {
        UploadStatus status = sink.status();
        return new PolicyReport.Upload(
                status.state().word(),
                status.message(),
                status.lastDelivered() == null ? null : status.lastDelivered().toString(),
                status.delivered(),
                status.dropped().values().stream().mapToLong(Long::longValue).sum(),
                status.queued());
    }

    @Override
    public void close() {
        maker.close();
        sink.close();
        if (thread != null) {
            thread.interrupt();
            try {
                thread.join(TimeUnit.SECONDS.toMillis(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
