package io.netwatch.agent.track;

import io.netwatch.agent.event.ConnectionEvent;
import io.netwatch.agent.identify.End;
import io.netwatch.agent.identify.Trouble;
import io.netwatch.agent.libbpf.NativeMemory;
import io.netwatch.agent.policy.Selection;

/**
 * Rows outside the heap: of each connection the last record about it, as the kernel wrote it, and what the table adds; on the
 * heap, whose it is. Memory comes in chunks as rows are first used, and is kept. Used by one thread.
 *
 * <pre>
 *    0 struct connection_event
 *  136 answered i64: when connect was answered, CLOCK_BOOTTIME ns; 0 = not, or not seen
 *  144 changed i64: when the state last changed, CLOCK_BOOTTIME ns
 *  152 pass i32: the last reading of all open connections that met it
 *  156 next i32: the row that follows in a list; -1 = none
 *  160 rules i64: of its selection, those that keep it
 *  168 trouble u8 | asked u8
 * </pre>
 */
final class RowStore implements AutoCloseable {
    private static final int ANSWERED = ConnectionEvent.BYTES;
    private static final int CHANGED = ANSWERED + 8;
    private static final int PASS = CHANGED + 8;
    private static final int NEXT = PASS + 4;
    private static final int RULES = NEXT + 4;
    private static final int TROUBLE = RULES + 8;
    private static final int ASKED = TROUBLE + 1;
    private static final int ROW_BYTES = RULES + 16;

    private static final int CHUNK_SHIFT = 10;
    private static final int CHUNK_ROWS = 1 << CHUNK_SHIFT;

    static final int NONE = -1;

    private final int capacity;
    private final long[] chunks;
    private final Owners[] owners;
    private int used;
    private int free = NONE;

    RowStore(int capacity) {
        this.capacity = capacity;
        this.chunks = new long[(capacity + CHUNK_ROWS - 1) >>> CHUNK_SHIFT];
        this.owners = new Owners[chunks.length];
    }

    /** Of the rows of one chunk, whose they are. */
    private static final class Owners {
        private final Selection[] selections = new Selection[CHUNK_ROWS];
        private final End[] local = new End[CHUNK_ROWS];
        private final End[] peer = new End[CHUNK_ROWS];
        private final End[] backend = new End[CHUNK_ROWS];
        private final String[] peerName = new String[CHUNK_ROWS];

        void clear(int index) {
            selections[index] = null;
            local[index] = null;
            peer[index] = null;
            backend[index] = null;
            peerName[index] = null;
        }
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
                owners[row >>> CHUNK_SHIFT] = new Owners();
            }
        }
        return row;
    }

    /** Rows below this one have been taken at one time. */
    int used() {
        return used;
    }

    /** Whether a row below {@link #used} is taken now. */
    boolean isTaken(int row) {
        return owners(row).selections[index(row)] != null;
    }

    void release(int row) {
        owners(row).clear(index(row));
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

    /** Whose it is, and who wants it. */
    void setOwners(int row, Selection selection, long rules, End local, End peer) {
        Owners of = owners(row);
        of.selections[index(row)] = selection;
        of.local[index(row)] = local;
        of.peer[index(row)] = peer;
        NativeMemory.putLong(address(row) + RULES, rules);
        NativeMemory.putByte(address(row) + TROUBLE, (byte) 0);
        NativeMemory.putByte(address(row) + ASKED, (byte) 0);
    }

    Selection selection(int row) {
        return owners(row).selections[index(row)];
    }

    /** Of {@link #selection}, the rules that keep it. */
    long rules(int row) {
        return NativeMemory.getLong(address(row) + RULES);
    }

    void setSelection(int row, Selection selection, long rules) {
        owners(row).selections[index(row)] = selection;
        NativeMemory.putLong(address(row) + RULES, rules);
    }

    End local(int row) {
        return owners(row).local[index(row)];
    }

    /** Who is at the peer's address. */
    End peer(int row) {
        return owners(row).peer[index(row)];
    }

    void setPeer(int row, End peer) {
        owners(row).peer[index(row)] = peer;
    }

    /** Whose socket is at the other end, whatever the address; null when that is not known. */
    End backend(int row) {
        return owners(row).backend[index(row)];
    }

    void setBackend(int row, End backend) {
        owners(row).backend[index(row)] = backend;
    }

    /** What was asked DNS for to get the peer's address; null when that is not known. */
    String peerName(int row) {
        return owners(row).peerName[index(row)];
    }

    void setPeerName(int row, String name) {
        owners(row).peerName[index(row)] = name;
    }

    Trouble trouble(int row) {
        return Trouble.of(NativeMemory.getByte(address(row) + TROUBLE));
    }

    void setTrouble(int row, Trouble trouble) {
        NativeMemory.putByte(address(row) + TROUBLE, (byte) trouble.code());
    }

    /** Whether somebody was asked what is behind the peer's address. */
    boolean isAsked(int row) {
        return NativeMemory.getByte(address(row) + ASKED) != 0;
    }

    void setAsked(int row) {
        NativeMemory.putByte(address(row) + ASKED, (byte) 1);
    }

    private Owners owners(int row) {
        return owners[row >>> CHUNK_SHIFT];
    }

    private static int index(int row) {
        return row & (CHUNK_ROWS - 1);
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
