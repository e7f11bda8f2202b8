package io.netwatch.agent.collect;

import io.netwatch.agent.event.ConnectionEvent;
import io.netwatch.api.snapshot.ProcessBandwidth;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * What each process carried over TCP: the sum of what its sockets measured. It keeps a bounded number of processes; one that has had no
 * connection for a minute is forgotten, and when there is no room, the one that has had none for longest. What that one carried, and
 * what is carried by a process for which there is no room at all, goes to one row {@value #OTHERS} without a number. Used by the thread
 * of events; nothing is allocated per event but a row for a process that is met for the first time, and those are used again.
 */
public final class ProcessTraffic {
    /** Processes that are kept by default. */
    public static final int CAPACITY = 4096;

    /** Name of the row for what is told of no process. */
    public static final String OTHERS = "(others)";

    private static final long FORGET_NANOS = 60_000_000_000L;
    private static final double NANOS_PER_SECOND = 1e9;

    private final int capacity;
    private final Int2ObjectHashMap<ProcessRow> rows = new Int2ObjectHashMap<>();
    private final IdleProcesses idle = new IdleProcesses();
    private final Deque<ProcessRow> free = new ArrayDeque<>();
    private final ProcessRow others = new ProcessRow();
    private boolean wasRead;
    private long readNanos;
    private long folded;

    public ProcessTraffic(int capacity) {
        this.capacity = capacity;
    }

    /** A connection of this process's is open; tgid 0 = unknown. */
    public void onOpened(int tgid, ConnectionEvent e) {
        ProcessRow row = met(tgid, e);
        if (row == others) {
            return;
        }
        if (row.open++ == 0) {
            idle.remove(row);
            row.idleSince = 0;
        }
    }

    /** One that was told as open has ended. */
    public void onClosed(int tgid) {
        ProcessRow row = rows.get(tgid);
        if (row != null && row.open > 0 && --row.open == 0) {
            idle.append(row);
        }
    }

    /** Payload bytes since the last call for the same connection. */
    public void onTraffic(int tgid, ConnectionEvent e, long rxDelta, long txDelta) {
        ProcessRow row = met(tgid, e);
        row.rx += rxDelta;
        row.tx += txDelta;
        row.idleSince = 0;
    }

    /** How many connections each process has open by now; 0 for none. */
    public void onCounted(IntUnaryOperator open) {
        for (ProcessRow row : rows.values()) {
            int count = open.applyAsInt(row.tgid);
            if (count > 0 && row.open == 0) {
                idle.remove(row);
                row.idleSince = 0;
            } else if (count == 0 && row.open > 0) {
                idle.append(row);
            }
            row.open = count;
        }
    }

    /** Times that a process's row had to be given up, or traffic could be told of none. */
    public long folded() {
        return folded;
    }

    /** Processes that are kept. */
    public int size() {
        return rows.size();
    }

    /**
     * The processes that carried most since the read before, of those that carried anything or have a connection open; the row of all
     * others, where it carried anything, comes after them. Rates are 0.0 in the first read. Allocates.
     *
     * @param nanos any steady clock
     */
    public List<ProcessBandwidth> read(long nanos, int top) {
        double seconds =
                wasRead && nanos > readNanos ? (nanos - readNanos) / NANOS_PER_SECOND : Double.POSITIVE_INFINITY;
        List<ProcessBandwidth> result = new ArrayList<>();
        for (ProcessRow row : busiest(top)) {
            result.add(bandwidth(row.name(), row.tgid == 0 ? null : row.tgid, row, seconds));
        }
        if (others.rx + others.tx > 0) {
            result.add(bandwidth(OTHERS, null, others, seconds));
        }
        rows.values().forEach(ProcessTraffic::settle);
        settle(others);
        forget(nanos);
        wasRead = true;
        readNanos = nanos;
        return result;
    }

    private ProcessRow met(int tgid, ConnectionEvent e) {
        ProcessRow row = rows.get(tgid);
        if (row == null) {
            row = begin(tgid);
        }
        if (row == others) {
            folded++;
        } else {
            row.meet(e);
        }
        return row;
    }

    private ProcessRow begin(int tgid) {
        if (rows.size() >= capacity && !makeRoom()) {
            return others;
        }
        ProcessRow row = free.isEmpty() ? new ProcessRow() : free.pop();
        row.begin(tgid);
        rows.put(tgid, row);
        idle.append(row);
        return row;
    }

    private boolean makeRoom() {
        ProcessRow row = idle.first();
        if (row == null) {
            return false;
        }
        others.rx += row.rx;
        others.tx += row.tx;
        others.rxBefore += row.rxBefore; // its rate goes on where it was
        others.txBefore += row.txBefore;
        folded++;
        remove(row);
        return true;
    }

    private void forget(long nanos) {
        ProcessRow next;
        for (ProcessRow row = idle.first(); row != null; row = next) {
            next = row.next;
            if (row.idleSince == 0) {
                row.idleSince = nanos == 0 ? 1 : nanos;
            } else if (nanos - row.idleSince > FORGET_NANOS) {
                remove(row);
            }
        }
    }

    private void remove(ProcessRow row) {
        idle.remove(row);
        rows.remove(row.tgid);
        free.push(row);
    }

    private List<ProcessRow> busiest(int top) {
        List<ProcessRow> busiest = new ArrayList<>();
        for (ProcessRow row : rows.values()) {
            if (row.open == 0 && row.recent() == 0) {
                continue;
            }
            int at = busiest.size();
            while (at > 0 && row.isAheadOf(busiest.get(at - 1))) {
                at--;
            }
            if (at < top) {
                busiest.add(at, row);
            }
            if (busiest.size() > top) {
                busiest.remove(top);
            }
        }
        return busiest;
    }

    private static void settle(ProcessRow row) {
        row.rxBefore = row.rx;
        row.txBefore = row.tx;
    }

    private static ProcessBandwidth bandwidth(String name, Integer pid, ProcessRow row, double seconds) {
        return new ProcessBandwidth(
                name,
                pid,
                row.rx,
                row.tx,
                (row.rx - row.rxBefore) / seconds,
                (row.tx - row.txBefore) / seconds,
                row.open);
    }
}
