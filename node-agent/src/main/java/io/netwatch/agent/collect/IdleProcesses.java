package io.netwatch.agent.collect;

/** Processes without connections, in the order in which they came to have none; a list through the rows themselves. */
final class IdleProcesses {
    private ProcessRow first;
    private ProcessRow last;

    /** Null when there is none. */
    ProcessRow first() {
        return first;
    }

    void append(ProcessRow row) {
        row.previous = last;
        row.next = null;
        if (last == null) {
            first = row;
        } else {
            last.next = row;
        }
        last = row;
    }

    void remove(ProcessRow row) {
        if (row.previous == null) {
            first = row.next;
        } else {
            row.previous.next = row.next;
        }
        if (row.next == null) {
            last = row.previous;
        } else {
            row.next.previous = row.previous;
        }
        row.previous = null;
        row.next = null;
    }
}
