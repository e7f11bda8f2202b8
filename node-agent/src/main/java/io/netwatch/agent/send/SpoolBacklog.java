package io.netwatch.agent.send;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** What is decided and not in the spool's file yet: there for a moment, or as long as the disk takes nothing. Guarded by the spool. */
final class SpoolBacklog {
    /** Counters that belong to no queue. */
    private static final String NO_QUEUE = "";

    private static final String NEXT_SEQ = "next-seq";

    private static final int PORTION_BYTES = 128 * 1024;
    /** That the journal has room for in any case: each may change a page of its own, and those around it. */
    private static final int FEW = 2;

    private final List<Spooled> held = new ArrayList<>();
    private long heldBytes;
    /** Of those in the file, by their number. */
    private final Map<Long, Removal> removed = new LinkedHashMap<>();

    private final Set<String> forgotten = new HashSet<>();
    private long nextSeq;

    /**
     * One that is in the file no longer belongs there.
     *
     * @param counter of what became of it; null = nothing yet, as memory holds another form of it
     */
    private record Removal(String queue, String counter) {}

    /** A number is given once, over restarts too, so that it never means another snapshot to whoever is sending one. */
    long nextSeq() {
        return nextSeq++;
    }

    void hold(Spooled one) {
        held.add(one);
        heldBytes += one.packed().length();
    }

    void onDelivered(String queue, long seq) {
        remove(seq, new Removal(queue, Tally.DELIVERED));
    }

    void onDropped(String queue, long seq, DropReason reason) {
        remove(seq, new Removal(queue, Tally.dropped(reason)));
    }

    /** Holds another form of one. */
    void replace(Spooled smaller) {
        remove(smaller.seq(), new Removal(smaller.queue(), null));
        hold(smaller);
    }

    /** From wherever it is: memory alone, unless it was replaced there, or the file. */
    private void remove(long seq, Removal removal) {
        boolean wasHeld = drop(one -> one.seq() == seq);
        if (!wasHeld || removed.containsKey(seq)) {
            removed.put(seq, removal);
        }
    }

    void forget(String queue) {
        forgotten.add(queue);
        removed.values().removeIf(one -> one.queue().equals(queue));
        drop(one -> one.queue().equals(queue));
    }

    private boolean drop(Predicate<Spooled> which) {
        boolean found = held.removeIf(which);
        heldBytes = held.stream().mapToLong(one -> one.packed().length()).sum();
        return found;
    }

    /** Whether one that is in the file is still to be delivered as it is there. */
    boolean isWanted(long seq) {
        return !removed.containsKey(seq);
    }

    /** Of one that memory holds, compressed; -1 of another. */
    long length(long seq) {
        for (Spooled one : held) {
            if (one.seq() == seq) {
                return one.packed().length();
            }
        }
        return -1;
    }

    List<Spooled> heldOf(String queue) {
        return held.stream().filter(one -> one.queue().equals(queue)).toList();
    }

    /** A copy, oldest first. */
    List<Spooled> held() {
        return List.copyOf(held);
    }

    long heldBytes() {
        return heldBytes;
    }

    /** To those of a queue that were found in the file, as many as there is room for. */
    void addHeld(List<Spooled> found, String queue, int count, long bytes) {
        long room = bytes - found.stream().mapToLong(Spooled::size).sum();
        for (Spooled one : held) {
            if (!one.queue().equals(queue)) {
                continue;
            }
            if (found.size() >= count || (!found.isEmpty() && one.size() > room)) {
                return;
            }
            found.add(one);
            room -= one.size();
        }
    }

    void writeRemovals(SpoolTable table) throws SQLException {
        for (long seq : removed.keySet()) {
            table.delete(seq);
        }
        for (String queue : forgotten) {
            table.forget(queue);
        }
    }

    /** As they are with these written, of all that are held, and all removed. */
    void writeCounters(SpoolTable table, Collection<SpoolQueue> queues, List<Spooled> written) throws SQLException {
        table.setCounter(NO_QUEUE, NEXT_SEQ, nextSeq);
        for (SpoolQueue queue : queues) {
            writeCounters(table, queue, written, List.of());
        }
    }

    /** {@code left} are in the file yet, and will be counted when they are removed. */
    private void writeCounters(SpoolTable table, SpoolQueue queue, List<Spooled> written, Collection<Removal> left)
            throws SQLException {
        long unwritten = held.stream()
                .filter(one -> one.queue().equals(queue.id()) && !written.contains(one))
                .count();
        Map<String, Long> counters = queue.tally().counters(unwritten);
        for (Removal one : left) {
            if (one.queue().equals(queue.id())) {
                counters.merge(one.counter(), -1L, Long::sum);
            }
        }
        for (Map.Entry<String, Long> counter : counters.entrySet()) {
            table.setCounter(queue.id(), counter.getKey(), counter.getValue());
        }
    }

    /**
     * Writes in transactions of their own what needs no space, for a disk that has none: what became of those in the file, a few at a time,
     * and how many memory alone holds. So an agent that ends before the disk takes more has all of them counted.
     */
    void account(SpoolTable table, Collection<SpoolQueue> queues) throws SQLException {
        Map<Long, Removal> left = new LinkedHashMap<>(removed);
        left.values().removeIf(one -> one.counter() == null);
        do {
            List<Long> few = left.keySet().stream().limit(FEW).toList();
            left.keySet().removeAll(few);
            table.begin();
            for (long seq : few) {
                table.delete(seq);
            }
            table.setCounter(NO_QUEUE, NEXT_SEQ, nextSeq);
            for (SpoolQueue queue : queues) {
                if (!forgotten.contains(queue.id())) { // else the file has the counters of another
                    writeCounters(table, queue, List.of(), left.values());
                }
            }
            table.commit();
            removed.keySet().removeAll(few);
        } while (!left.isEmpty());
    }

    /** The oldest that are held, as many as one transaction should have: a disk that has just some room takes some. */
    List<Spooled> portion() {
        List<Spooled> portion = new ArrayList<>();
        long bytes = 0;
        for (Spooled one : held) {
            if (!portion.isEmpty() && bytes + one.packed().length() > PORTION_BYTES) {
                break;
            }
            portion.add(one);
            bytes += one.packed().length();
        }
        return portion;
    }

    void onWritten(List<Spooled> written) {
        held.removeAll(written);
        heldBytes = held.stream().mapToLong(one -> one.packed().length()).sum();
        removed.clear();
        forgotten.clear();
    }

    boolean isEmpty() {
        return held.isEmpty();
    }

    /** There is nothing in the file to remove any more. */
    void onFileLost() {
        removed.clear();
    }

    /** Goes on with the numbers where the file is; those that memory holds come after them. Takes its own counters out. */
    void onFileFound(Map<String, Map<String, Long>> counters) {
        Map<String, Long> own = counters.remove(NO_QUEUE);
        long first = own == null ? 0 : own.getOrDefault(NEXT_SEQ, 0L);
        if (first > 0 && !held.isEmpty()) {
            held.replaceAll(one -> new Spooled(first + one.seq(), one.queue(), one.taken(), one.packed()));
        }
        nextSeq += first;
    }
}
