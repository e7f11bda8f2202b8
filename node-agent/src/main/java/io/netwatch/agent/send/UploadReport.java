package io.netwatch.agent.send;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jboss.logging.Logger;

/** What is said of an upload: written by the thread that sends, read by any. Each change of what is the matter is logged once. */
final class UploadReport {
    private static final Logger LOG = Logger.getLogger(UploadReport.class);
    /** The server takes timestamps of a day around its own; a clock that is off by this is worth a word long before. */
    private static final Duration CLOCK_OFF = Duration.ofMinutes(5);

    private final String server;
    private final SpoolQueue queue;
    private volatile Condition condition;
    private volatile String clockNote = "";
    /** Dropped for want of space when something was delivered last. */
    private volatile long lostBefore;

    private record Condition(UploadStatus.State state, String message) {}

    UploadReport(Destination destination, SpoolQueue queue) {
        this.server = destination.server();
        this.queue = queue;
        this.condition = new Condition(UploadStatus.State.WAITING, "Nothing was sent to " + server + " yet.");
        this.lostBefore = lost(queue.counts().dropped());
    }

    UploadStatus status() {
        Condition said = condition;
        QueueCounts counts = queue.counts();
        UploadStatus.State state = said.state();
        String message = said.message() + clockNote;
        long lost = lost(counts.dropped()) - lostBefore;
        if (lost > 0) {
            state = UploadStatus.State.SPOOL_FULL;
            message = lost + " snapshots were dropped for want of space since the last delivery. " + message;
        }
        return UploadStatus.of(state, message + " " + counts.queued() + " wait.", counts);
    }

    void say(UploadStatus.State state, String message) {
        Condition before = condition;
        condition = new Condition(state, message);
        if (before.state() == state) {
            return;
        }
        switch (state) {
            case DELIVERING, WAITING -> LOG.info(message);
            case KEY_REFUSED, KEY_MISSING, QUOTA, UNREACHABLE, REJECTED, SPOOL_FULL -> LOG.warn(message);
        }
    }

    /** What is the matter stays, what is done about it is new. */
    void add(String message) {
        condition = new Condition(condition.state(), message);
    }

    void onDelivered() {
        lostBefore = lost(queue.counts().dropped());
    }

    /** Compares the server's clock with the host's. */
    void compareClocks(Instant server, Instant host) {
        Duration off = Duration.between(server, host);
        String note = "";
        if (off.abs().compareTo(CLOCK_OFF) > 0) {
            note = " This node's clock is " + minutes(off.abs()) + (off.isNegative() ? " behind" : " ahead of")
                    + " the server's, which refuses what is off by a day: set the time (chrony, systemd-timesyncd).";
        }
        if (!note.isEmpty() && clockNote.isEmpty()) {
            LOG.warn(this.server + ":" + note);
        }
        clockNote = note;
    }

    private static String minutes(Duration off) {
        return off.toHours() > 1 ? off.toHours() + " hours" : off.toMinutes() + " minutes";
    }

    private static long lost(Map<DropReason, Long> dropped) {
        return dropped.getOrDefault(DropReason.SPOOL_FULL, 0L) + dropped.getOrDefault(DropReason.DISK_FULL, 0L);
    }
}
