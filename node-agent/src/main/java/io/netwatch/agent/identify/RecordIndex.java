package io.netwatch.agent.identify;

import io.netwatch.agent.libbpf.NativeMemory;

/**
 * Finds records of an arena by what is in them: an open-addressing table of their numbers, outside the heap. What is equal, the
 * caller decides, who walks from {@link #first} by {@link #next} until {@link #at} gives {@link Arena#NONE}. Used by one thread.
 */
abstract class RecordIndex implements AutoCloseable {
    private static final int INITIAL_SLOTS = 256;
    // of 8; linear probing stays short below
    private static final int FULL_EIGHTHS = 6;

    private long slots;
    private int mask;
    private int size;

    RecordIndex() {
        slots = NativeMemory.allocate(4L * INITIAL_SLOTS);
        mask = INITIAL_SLOTS - 1;
    }

    /** The same for a record as long as it is in here; all bits as good as any. */
    abstract int hash(int record);

    /** Mixes a key's bits (MurmurHash3's finalizer). */
    static int mix(long key) {
        long mixed = (key ^ (key >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return (int) (mixed ^ (mixed >>> 33));
    }

    final int first(int hash) {
        return hash & mask;
    }

    final int next(int slot) {
        return (slot + 1) & mask;
    }

    final int at(int slot) {
        return NativeMemory.getInt(slots + 4L * slot);
    }

    final int size() {
        return size;
    }

    final long bytes() {
        return 4L * (mask + 1);
    }

    /** Adds a record that is not in here. */
    final void add(int record) {
        if ((size + 1) * 8L > (mask + 1L) * FULL_EIGHTHS) {
            grow();
        }
        insert(record);
        size++;
    }

    /** Removes a record that is in here. */
    final void remove(int record) {
        int hole = first(hash(record));
        while (at(hole) != record) {
            hole = next(hole);
        }
        // what follows moves up, unless it would come to lie before its own first slot
        for (int slot = next(hole); at(slot) != Arena.NONE; slot = next(slot)) {
            int wanted = first(hash(at(slot)));
            if (((slot - wanted) & mask) >= ((slot - hole) & mask)) {
                put(hole, at(slot));
                hole = slot;
            }
        }
        put(hole, Arena.NONE);
        size--;
    }

    /** How many slots there are to look at with {@link #at}, one after the other. */
    final int slots() {
        return mask + 1;
    }

    private void insert(int record) {
        int slot = first(hash(record));
        while (at(slot) != Arena.NONE) {
            slot = next(slot);
        }
        put(slot, record);
    }

    private void put(int slot, int record) {
        NativeMemory.putInt(slots + 4L * slot, record);
    }

    private void grow() {
        long old = slots;
        int count = mask + 1;
        slots = NativeMemory.allocate(8L * count);
        mask = 2 * count - 1;
        for (int i = 0; i < count; i++) {
            int record = NativeMemory.getInt(old + 4L * i);
            if (record != Arena.NONE) {
                insert(record);
            }
        }
        NativeMemory.free(old);
    }

    @Override
    public void close() {
        NativeMemory.free(slots);
    }
}
