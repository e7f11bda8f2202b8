package io.netwatch.agent.track;

import io.netwatch.agent.policy.Selection;

/** The rows of connections that ended, in the order in which they did. Used by one thread. */
final class EndedRows {
    /** How many are looked at for one of a selection. */
    private static final int LOOK_AT = 64;

    private final RowStore rows;
    private int first = RowStore.NONE;
    private int last = RowStore.NONE;
    private int size;

    EndedRows(RowStore rows) {
        this.rows = rows;
    }

    int size() {
        return size;
    }

    /** {@link RowStore#NONE} when there is none. */
    int first() {
        return first;
    }

    void append(int row) {
        rows.setNext(row, RowStore.NONE);
        if (last == RowStore.NONE) {
            first = row;
        } else {
            rows.setNext(last, row);
        }
        last = row;
        size++;
    }

    int removeFirst() {
        int row = first;
        unlink(RowStore.NONE, row);
        return row;
    }

    /** Removes one of the oldest that a selection keeps; {@link RowStore#NONE} when none of them is. */
    int removeFirstOf(Selection selection) {
        int before = RowStore.NONE;
        int row = first;
        for (int i = 0; i < LOOK_AT && row != RowStore.NONE; i++) {
            if (rows.selection(row) == selection) {
                unlink(before, row);
                return row;
            }
            before = row;
            row = rows.next(row);
        }
        return RowStore.NONE;
    }

    private void unlink(int before, int row) {
        int next = rows.next(row);
        if (before == RowStore.NONE) {
            first = next;
        } else {
            rows.setNext(before, next);
        }
        if (row == last) {
            last = before;
        }
        size--;
    }
}
