package io.netwatch.agent.collect;

import io.netwatch.agent.event.ConnectionEvent;

/** A process, what it carried, and its neighbours among those without connections. */
final class ProcessRow {
    private static final String UNKNOWN = "(unknown)";

    int tgid;
    long rx;
    long tx;
    /** As they were at the read before. */
    long rxBefore;

    long txBefore;
    int open;
    /** The read that first found it without connections; 0 = none yet. */
    long idleSince;

    ProcessRow previous;
    ProcessRow next;

    private long commHead;
    private long commTail;
    private boolean isNamedByMain;

    void begin(int process) {
        tgid = process;
        rx = 0;
        tx = 0;
        rxBefore = 0;
        txBefore = 0;
        open = 0;
        idleSince = 0;
        isNamedByMain = false;
        commHead = 0;
        commTail = 0;
    }

    /**
     * Takes the name, of the main thread if it is ever seen. Begins anew when the main thread has another name by now and no connection
     * is left: another program runs there, or the number has gone to another process. Names of other threads say nothing of that.
     */
    void meet(ConnectionEvent e) {
        if (tgid == 0) {
            return; // whoever could not be told
        }
        boolean isMain = e.pid() == tgid;
        boolean isOther = commHead != e.commHead() || commTail != e.commTail();
        if (isMain && isNamedByMain && isOther && open == 0) {
            begin(tgid);
        }
        if (isOther && (isMain || (commHead == 0 && !isNamedByMain))) {
            commHead = e.commHead();
            commTail = e.commTail();
        }
        isNamedByMain |= isMain;
    }

    String name() {
        return tgid == 0 ? UNKNOWN : ConnectionEvent.comm(commHead, commTail);
    }

    /** Bytes since the read before. */
    long recent() {
        return rx - rxBefore + tx - txBefore;
    }

    /** Whether it belongs ahead of the other: who carried more since the read before, then in all. */
    boolean isAheadOf(ProcessRow other) {
        if (recent() != other.recent()) {
            return recent() > other.recent();
        }
        return rx + tx != other.rx + other.tx ? rx + tx > other.rx + other.tx : tgid < other.tgid;
    }
}
