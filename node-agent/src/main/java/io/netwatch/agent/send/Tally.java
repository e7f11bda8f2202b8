package io.netwatch.agent.send;

import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What became of a queue's snapshots, as it is counted and kept on disk. Guarded by the spool. */
final class Tally {
    private static final String APPENDED = "appended";
    /** Of those appended, how many memory alone holds: lost, if the file is opened without it. */
    private static final String HELD = "held";

    static final String DELIVERED = "delivered";
    private static final String LAST_DELIVERED = "last-delivered";
    private static final String DROPPED = "dropped-";

    private long appended;
    private long delivered;
    private final Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
    private long queued;
    private long queuedBytes;
    /** Milliseconds since the epoch; 0 = never. */
    private long lastDelivered;

    /** The name under which the file counts those that were dropped for this reason. */
    static String dropped(DropReason reason) {
        return DROPPED + reason.word();
    }

    void onAppended(long bytes) {
        appended++;
        queued++;
        queuedBytes += bytes;
    }

    void onDelivered(long bytes, Instant now) {
        delivered++;
        lastDelivered = now.toEpochMilli();
        leave(bytes);
    }

    void onDropped(DropReason reason, long bytes) {
        dropped.merge(reason, 1L, Long::sum);
        leave(bytes);
    }

    /** Of one that was too large to be queued at all, or could not be written as JSON. */
    void onRefused(DropReason reason) {
        appended++;
        dropped.merge(reason, 1L, Long::sum);
    }

    /** It was cut down. */
    void onResized(long before, long after) {
        queuedBytes += after - before;
    }

    private void leave(long bytes) {
        queued--;
        queuedBytes -= bytes;
    }

    /** All but these are gone. */
    void onFileLost(List<Spooled> held) {
        dropped.merge(DropReason.DAMAGED, queued - held.size(), Long::sum);
        queued = held.size();
        queuedBytes = held.stream().mapToLong(one -> one.packed().length()).sum();
    }

    /**
     * Takes in what the file knew of the time before, and how many wait in it. What it can't account for is lost: with the memory of an
     * agent that ended while the disk was full, or to damage.
     */
    void onFileFound(Map<String, Long> counters, long count, long bytes) {
        long gone = of(counters, DELIVERED);
        delivered += gone;
        lastDelivered = Math.max(lastDelivered, of(counters, LAST_DELIVERED));
        for (DropReason reason : DropReason.values()) {
            long before = of(counters, dropped(reason));
            dropped.merge(reason, before, Long::sum);
            gone += before;
        }
        long known = Math.max(of(counters, APPENDED), gone + count);
        appended += known;
        long lost = known - gone - count;
        long lostFromMemory = Math.min(lost, of(counters, HELD));
        dropped.merge(DropReason.DISK_FULL, lostFromMemory, Long::sum);
        dropped.merge(DropReason.DAMAGED, lost - lostFromMemory, Long::sum);
        queued += count;
        queuedBytes += bytes;
    }

    private static long of(Map<String, Long> counters, String name) {
        return Math.max(0, counters.getOrDefault(name, 0L));
    }

    /** As the file keeps them while memory alone holds so many; to be changed by the caller. */
    Map<String, Long> counters(long unwritten) {
        Map<String, Long> counters = new HashMap<>();
        counters.put(APPENDED, appended);
        counters.put(HELD, unwritten);
        counters.put(DELIVERED, delivered);
        counters.put(LAST_DELIVERED, lastDelivered);
        dropped.forEach((reason, count) -> counters.put(dropped(reason), count));
        return counters;
    }

    long queued() {
        return queued;
    }

    long queuedBytes() {
        return queuedBytes;
    }

    QueueCounts counts() {
        Map<DropReason, Long> happened = new EnumMap<>(dropped);
        happened.values().removeIf(count -> count == 0);
        Instant last = lastDelivered == 0 ? null : Instant.ofEpochMilli(lastDelivered);
        return new QueueCounts(appended, delivered, happened, queued, queuedBytes, last);
    }
}
