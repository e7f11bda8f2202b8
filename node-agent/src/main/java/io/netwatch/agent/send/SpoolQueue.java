package io.netwatch.agent.send;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The snapshots that wait for one place, oldest first. Thread-safe; what is changed is on the disk when a method returns, unless the
 * disk takes nothing. Used by one reader.
 */
public final class SpoolQueue {
    private final Spool spool;
    private final String id;
    private final Tally tally = new Tally();

    SpoolQueue(Spool spool, String id) {
        this.spool = spool;
        this.id = id;
    }

    /** What became of all of them. */
    public QueueCounts counts() {
        return spool.counts(this);
    }

    /** Whatever can't be kept is counted. */
    void append(Instant taken, Packed snapshot) {
        spool.append(this, taken, snapshot);
    }

    /** Counts one that was never queued. */
    void refuse(DropReason reason) {
        spool.refuse(this, reason);
    }

    /** The oldest, whose JSON together has at most so many bytes, but one at least; empty when none waits or the disk can't be read. */
    List<Spooled> peek(int count, long bytes) {
        return spool.peek(this, count, bytes);
    }

    /**
     * Forgets what was delivered and what never will be, by number; those that left the queue meanwhile are counted already.
     *
     * @param now of the delivery
     */
    void settle(List<Long> delivered, Map<Long, DropReason> dropped, Instant now) {
        spool.settle(this, delivered, dropped, now);
    }

    /** Puts a smaller form in its place. */
    void replace(Spooled one, Packed smaller) {
        spool.replace(this, one, smaller);
    }

    String id() {
        return id;
    }

    /** Guarded by the spool. */
    Tally tally() {
        return tally;
    }
}
