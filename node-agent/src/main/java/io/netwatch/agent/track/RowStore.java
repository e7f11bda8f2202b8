package io.netwatch.agent.track;

import io.netwatch.agent.event.ConnectionEvent;
import io.netwatch.agent.libbpf.NativeMemory;

/**
 * Rows outside the heap: of each connection the last record about it, as the kernel wrote it, and what the table adds.
 * Memory comes in chunks as rows are first used, and is kept. Used by one thread.
 *
 * <pre>
 *    0 struct connection_event
 *  136 answered i64: when connect was answered, CLOCK_BOOTTIME ns; 0 = not, or not seen
 *  144 changed i64: when the state last changed, CLOCK_BOOTTIME ns
 *  152 pass i32: the last reading of all open connections that met it
 *  156 next i32: the row that follows in a list; -1 = none
 * </pre>
 */
final class RowStore implements AutoCloseable {
    private static final int ANSWERED = ConnectionEvent.BYTES;
    private static final int CHANGED = ANSWERED + 8;
    private static final int PASS = CHANGED + 8;
    private static final int NEXT = PASS + 4;
    private static final int ROW_BYTES = NEXT + 4;

    private static final int CHUNK_SHIFT = 10;
    private static final int CHUNK_ROWS = 1 << CHUNK_SHIFT;

    static final int NONE = -1;

    private final int capacity;
    private final long[] chunks;
    private int used;
    private int free = NONE;

    RowStore(int capacity) {
        this.capacity = capacity;
        this.chunks = new long[(capacity + CHUNK_ROWS - 1) >>> CHUNK_SHIFT];
    }

    /** A row to be filled; {@link #NONE} when all are taken. */
    int take() {
        int row = free;
        if (row != NONE) {
            free = next(row);
        } else if (used < capacity) {
            row = used++;
            if (chunks[row >>> CHUNK_SHIFT] == 0) {
                chunks[row >>> CHUNK_SHIFT] = NativeMemory.allocate((long) CHUNK_ROWS * ROW_BYTES);
            }
        }
        return row;
    }

    void release(int row) {
        setNext(row, free);
        free = row;
    }

    /** Where the row's {@code struct connection_event} is. */
    long address(int row) {
        return chunks[row >>> CHUNK_SHIFT] + (long) (row & (CHUNK_ROWS - 1)) * ROW_BYTES;
    }

    /** Puts a record into the row. */
    void copyFrom(ConnectionEvent event, int row) {
        NativeMemory.copy(event.address(), address(row), ConnectionEvent.BYTES);
    }

    long answered(int row) {
        return NativeMemory.getLong(address(row) + ANSWERED);
    }

    void setAnswered(int row, long bootNanos) {
        NativeMemory.putLong(address(row) + ANSWERED, bootNanos);
    }

    long changed(int row) {
        return NativeMemory.getLong(address(row) + CHANGED);
    }

    void setChanged(int row, long bootNanos) {
        NativeMemory.putLong(address(row) + CHANGED, bootNanos);
    }

    int pass(int row) {
        return NativeMemory.getInt(address(row) + PASS);
    }

    void setPass(int row, int pass) {
        NativeMemory.putInt(address(row) + PASS, pass);
    }

    int next(int row) {
        return NativeMemory.getInt(address(row) + NEXT);
    }

    void setNext(int row, int next) {
        NativeMemory.putInt(address(row) + NEXT, next);
    }

    @Override
    public void close() {
        for (int i = 0; i < chunks.length; i++) {
            if (chunks[i] != 0) {
                NativeMemory.free(chunks[i]);
                chunks[i] = 0;
            }
        }
    }
}
