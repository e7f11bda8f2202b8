package io.netwatch.agent.send;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Snapshots that wait to be delivered, on disk, in a queue for each place. Bounded over all queues: when it is full, the oldest of the
 * queue that takes most goes, so that a place that can't be reached costs the others nothing. While the disk takes nothing, memory
 * holds a few; all that goes is counted with its queue, in the transaction that removes it. Thread-safe, blocks while the disk works.
 */
public final class Spool implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Spool.class);
    /** Of snapshots, compressed, that wait for the disk. */
    static final long HELD_BYTES = 1024 * 1024;
    /** Of the bound, kept for the journal. */
    private static final int JOURNAL_SHARE = 16;

    private final SpoolFolder folder;
    private final long maxPages;
    private final Map<String, SpoolQueue> queues = new LinkedHashMap<>();
    private final SpoolBacklog backlog = new SpoolBacklog();
    /** Null while the file can't be opened. */
    private SpoolTable table;

    private String complaint = "";
    private boolean closed;

    private Spool(SpoolFolder folder, long maxBytes) {
        this.folder = folder;
        this.maxPages = SpoolTable.pagesOf(maxBytes - maxBytes / JOURNAL_SHARE);
    }

    /**
     * Opens what an earlier agent left, or begins. Only another process that has the folder keeps it from that: a damaged file is set
     * aside, and one that can't be opened is tried again with each snapshot.
     *
     * @param folder made when it is missing
     * @param maxBytes of its files
     */
    public static Spool open(Path folder, long maxBytes) throws IOException {
        Spool spool = new Spool(new SpoolFolder(folder), maxBytes);
        try {
            spool.load();
        } catch (SQLException e) {
            if (SpoolFault.of(e) == SpoolFault.LOCKED) {
                throw new IOException(
                        "the spool " + folder + " is used by another process; give each agent a folder of its own", e);
            }
            spool.onFault(e);
            spool.flush();
        }
        return spool;
    }

    /** The queue of that name; empty when there was none. */
    public synchronized SpoolQueue queue(String id) {
        return queues.computeIfAbsent(id, name -> new SpoolQueue(this, name));
    }

    /** Forgets all other queues, and what they hold: their policies are gone. */
    public synchronized void keepOnly(Collection<String> ids) {
        Set<String> gone = new HashSet<>(queues.keySet());
        gone.removeAll(ids);
        gone.forEach(backlog::forget);
        queues.keySet().removeAll(gone);
        flush();
    }

    /** Whether the disk took all that it was given, the last time. */
    public synchronized boolean isWritable() {
        return complaint.isEmpty();
    }

    synchronized QueueCounts counts(SpoolQueue queue) {
        return queue.tally().counts();
    }

    synchronized void append(SpoolQueue queue, Instant taken, Packed snapshot) {
        if (isForgotten(queue)) {
            return;
        }
        Spooled one = new Spooled(backlog.nextSeq(), queue.id(), taken, snapshot);
        if (SpoolTable.pages(snapshot.length()) > maxPages) {
            queue.tally().onRefused(DropReason.TOO_LARGE);
        } else {
            queue.tally().onAppended(snapshot.length());
            backlog.hold(one);
        }
        flush();
        dropHeld();
    }

    private boolean isForgotten(SpoolQueue queue) {
        return queues.get(queue.id()) != queue;
    }

    synchronized void refuse(SpoolQueue queue, DropReason reason) {
        queue.tally().onRefused(reason);
        flush();
    }

    synchronized List<Spooled> peek(SpoolQueue queue, int count, long bytes) {
        if (!ready()) {
            return List.of();
        }
        try {
            List<Long> damaged = new ArrayList<>();
            List<Spooled> found = new ArrayList<>(table.read(queue.id(), count, bytes, backlog::isWanted, damaged));
            for (long seq : damaged) {
                remove(queue, seq, DropReason.DAMAGED);
            }
            backlog.addHeld(found, queue.id(), count, bytes);
            return found;
        } catch (SQLException e) {
            onFault(e);
            return List.of();
        }
    }

    synchronized void settle(SpoolQueue queue, List<Long> delivered, Map<Long, DropReason> dropped, Instant now) {
        for (long seq : delivered) {
            long bytes = length(seq);
            if (bytes >= 0) {
                queue.tally().onDelivered(bytes, now);
                backlog.onDelivered(queue.id(), seq);
            }
        }
        dropped.forEach((seq, reason) -> remove(queue, seq, reason));
        flush();
    }

    synchronized void replace(SpoolQueue queue, Spooled one, Packed smaller) {
        long before = length(one.seq());
        if (before >= 0 && !isForgotten(queue)) {
            queue.tally().onResized(before, smaller.length());
            backlog.replace(new Spooled(one.seq(), queue.id(), one.taken(), smaller));
        }
        flush();
    }

    private void remove(SpoolQueue queue, long seq, DropReason reason) {
        long bytes = length(seq);
        if (bytes >= 0) {
            queue.tally().onDropped(reason, bytes);
            backlog.onDropped(queue.id(), seq, reason);
        }
    }

    /** Of one that waits, compressed; -1 of one that left its queue. */
    private long length(long seq) {
        long held = backlog.length(seq);
        if (held >= 0 || table == null || !backlog.isWanted(seq)) {
            return held;
        }
        try {
            return table.length(seq);
        } catch (SQLException e) {
            onFault(e);
            return -1;
        }
    }

    /** Brings the file to what is decided; what can't be written now is tried again with the next change. */
    private void flush() {
        flush(true);
    }

    /** {@code again}: when the file is found to be damaged, with a fresh one. */
    private void flush(boolean again) {
        if (!ready()) {
            return;
        }
        try {
            do {
                write(backlog.portion());
            } while (!backlog.isEmpty());
            if (!complaint.isEmpty()) {
                LOG.info("The spool " + folder + " is written again.");
                complaint = "";
            }
            shrink();
        } catch (SQLException e) {
            table.rollback();
            onFault(e);
            if (table != null) {
                account();
            } else if (again) {
                flush(false);
            }
        }
    }

    /** What the disk can't keep is counted there nevertheless. */
    private void account() {
        try {
            backlog.account(table, queues.values());
        } catch (SQLException e) {
            table.rollback();
            accountWithReserve();
        }
    }

    private void accountWithReserve() {
        try {
            table.useReserve();
            backlog.account(table, queues.values());
        } catch (SQLException e) {
            table.rollback(); // the disk fails altogether: onFault told
        }
    }

    private void write(List<Spooled> portion) throws SQLException {
        if (folder.isGone()) {
            throw new SQLException("its file was removed", null, SpoolFault.CORRUPT);
        }
        table.begin();
        backlog.writeRemovals(table);
        table.reserve();
        for (Spooled one : portion) {
            makeRoom(SpoolTable.pages(one.packed().length()));
            table.insert(one);
        }
        backlog.writeCounters(table, queues.values(), portion);
        table.commit();
        backlog.onWritten(portion);
    }

    /** The oldest of the queue that takes most goes, until there is room. */
    private void makeRoom(long pages) throws SQLException {
        while (table.usedPages() + pages > maxPages) {
            SpoolQueue longest = queues.values().stream()
                    .max(Comparator.comparingLong(queue -> queue.tally().queuedBytes()))
                    .orElseThrow();
            long oldest = table.oldest(longest.id());
            if (oldest < 0) {
                return;
            }
            remove(longest, oldest, DropReason.SPOOL_FULL);
            table.delete(oldest);
        }
    }

    private void shrink() throws SQLException {
        if (queues.values().stream().allMatch(queue -> queue.tally().queued() == 0)) {
            table.shrink();
        }
    }

    /** Memory is bounded, too. */
    private void dropHeld() {
        while (backlog.heldBytes() > HELD_BYTES) {
            Spooled oldest = backlog.held().get(0);
            remove(queues.get(oldest.queue()), oldest.seq(), DropReason.DISK_FULL);
        }
    }

    private boolean ready() {
        if (table == null && !closed) {
            try {
                load();
            } catch (SQLException e) {
                onFault(e);
            }
        }
        return table != null;
    }

    /** Opens the file and takes in what it knows. Of a damaged one, the counters are taken when they can be read. */
    private void load() throws SQLException {
        SpoolTable opened = openTable();
        try {
            SpoolContents found = SpoolContents.of(opened);
            backlog.onFileFound(found.counters());
            found.counters().forEach((id, before) -> {
                SpoolTable.Waiting there = found.waiting(id);
                queue(id).tally().onFileFound(before, there.count(), there.bytes());
            });
            if (found.damage() != null) {
                throw found.damage();
            }
            table = opened;
        } finally {
            if (table == null) {
                opened.close();
            }
        }
    }

    private SpoolTable openTable() throws SQLException {
        try {
            return folder.open();
        } catch (IOException e) {
            throw new SQLException(e.toString(), e);
        }
    }

    private void onFault(SQLException e) {
        SpoolFault fault = SpoolFault.of(e);
        if (!complaint.equals(e.getMessage())) {
            complaint = e.getMessage();
            LOG.warn("The spool " + folder + " " + fault.sentence() + ": " + e.getMessage());
        }
        if (fault == SpoolFault.DAMAGED) {
            setAside();
        }
    }

    /** What was in the file is lost and counted; it is kept for whoever wants to look. The next use makes a fresh one. */
    private void setAside() {
        if (table != null) {
            table.close();
            table = null;
        }
        backlog.onFileLost();
        queues.values().forEach(queue -> queue.tally().onFileLost(backlog.heldOf(queue.id())));
        try {
            LOG.error("The spool is damaged and begins anew; what there was is kept as " + folder.setAside());
        } catch (IOException e) {
            LOG.error("The spool is damaged and can't be set aside: " + e);
        }
    }

    @Override
    public synchronized void close() {
        flush();
        closed = true;
        if (table != null) {
            table.close();
            table = null;
        }
    }
}
