package io.netwatch.agent.send;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
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

    private final List<Spooled> held = new ArrayList<>();
    private long heldBytes;
    private final Set<Long> removed = new HashSet<>();
    private final Set<String> forgotten = new HashSet<>();
    private long nextSeq;

    /** A number is given once, over restarts too, so that it never means another snapshot to whoever is sending one. */
    long nextSeq() {
        return nextSeq++;
    }

    void hold(Spooled one) {
        held.add(one);
        heldBytes += one.packed().length();
    }

    /** From wherever it is. */
    void remove(long seq) {
        removed.add(seq);
        drop(one -> one.seq() == seq);
    }

    void forget(String queue) {
        forgotten.add(queue);
        drop(one -> one.queue().equals(queue));
    }

    private void drop(Predicate<Spooled> which) {
        held.removeIf(which);
        heldBytes = held.stream().mapToLong(one -> one.packed().length()).sum();
    }

    /** Whether one that is in the file is still to be delivered as it is there. */
    boolean isWanted(long seq) {
        return !removed.contains(seq);
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
        for (long seq : removed) {
            table.delete(seq);
        }
        for (String queue : forgotten) {
            table.forget(queue);
        }
    }

    /** As they are with these written, of all that are held. */
    void writeCounters(SpoolTable table, Collection<SpoolQueue> queues, List<Spooled> written) throws SQLException {
        table.setCounter(NO_QUEUE, NEXT_SEQ, nextSeq);
        for (SpoolQueue queue : queues) {
            long unwritten = held.stream()
                    .filter(one -> one.queue().equals(queue.id()) && !written.contains(one))
                    .count();
            for (Map.Entry<String, Long> counter :
                    queue.tally().counters(unwritten).entrySet()) {
                table.setCounter(queue.id(), counter.getKey(), counter.getValue());
            }
        }
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
