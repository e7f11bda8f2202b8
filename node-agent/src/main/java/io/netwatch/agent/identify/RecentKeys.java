package io.netwatch.agent.identify;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Numbers from 0 for the keys that were seen last, each of four longs, to be used as indexes of arrays. Bounded: when it is full, the
 * key that was unseen for longest makes room and its number is used again. Times may come in any order; a key is as old as its newest.
 * Memory grows with the keys that were there at once, and nothing is allocated otherwise. Used by one thread.
 */
public final class RecentKeys {
    /** In place of a number. */
    public static final int NONE = -1;

    private static final int LONGS = 4;
    private static final int INITIAL = 16;
    /** Nobody outside can choose keys that all begin at one slot. */
    private static final long SEED = new SplittableRandom().nextLong();

    private final int capacity;
    private final Forgotten forgotten;
    private long[] keys = new long[INITIAL * LONGS];
    private long[] seen = new long[INITIAL];
    private int[] newer = new int[INITIAL];
    private int[] older = new int[INITIAL];
    // number + 1; 0 = free
    private int[] slots = new int[INITIAL * 2];
    private int used;
    private int free = NONE;
    private int newest = NONE;
    private int oldest = NONE;
    private int size;
    private long evicted;

    /** Takes the number of a key that is forgotten, before it is another's. */
    public interface Forgotten {
        void onForgotten(int number);
    }

    /** Knows at most {@code capacity} keys. */
    public RecentKeys(int capacity, Forgotten forgotten) {
        this.capacity = capacity;
        this.forgotten = forgotten;
    }

    /** The number of a key; {@link #NONE} when it is not known. */
    public int find(long a, long b, long c, long d) {
        for (int slot = first(a, b, c, d); slots[slot] != 0; slot = next(slot)) {
            int number = slots[slot] - 1;
            if (isKey(number, a, b, c, d)) {
                return number;
            }
        }
        return NONE;
    }

    /** Takes in a key that is not known, seen at {@code nanos}. Returns its number. */
    public int add(long a, long b, long c, long d, long nanos) {
        if (size == capacity) {
            evicted++;
            remove(oldest);
        }
        int number = take();
        keys[number * LONGS] = a;
        keys[number * LONGS + 1] = b;
        keys[number * LONGS + 2] = c;
        keys[number * LONGS + 3] = d;
        seen[number] = nanos;
        int slot = first(a, b, c, d);
        while (slots[slot] != 0) {
            slot = next(slot);
        }
        slots[slot] = number + 1;
        append(number);
        size++;
        return number;
    }

    /** A key that is known was seen again. */
    public void touch(int number, long nanos) {
        seen[number] = Math.max(seen[number], nanos);
        if (number != newest) {
            unlink(number);
            append(number);
        }
    }

    /** Forgets keys that were not seen for more than {@code keepNanos}. */
    public void expire(long nanos, long keepNanos) {
        while (oldest != NONE && nanos - seen[oldest] > keepNanos) {
            remove(oldest);
        }
    }

    /** Forgets a key. */
    public void remove(int number) {
        forgotten.onForgotten(number);
        unlink(number);
        leaveSlot(number);
        newer[number] = free;
        free = number;
        size--;
    }

    /** One of the four longs of a key. */
    public long part(int number, int index) {
        return keys[number * LONGS + index];
    }

    /** When a key was seen last. */
    public long seen(int number) {
        return seen[number];
    }

    /** The key that was seen last; {@link #NONE} when there is none. */
    public int newest() {
        return newest;
    }

    /** The key that was seen before this one; {@link #NONE} after the last. */
    public int older(int number) {
        return older[number];
    }

    public int size() {
        return size;
    }

    /** Keys that made room for others. */
    public long evicted() {
        return evicted;
    }

    private int take() {
        int number = free;
        if (number != NONE) {
            free = newer[number];
            return number;
        }
        if (used == seen.length) {
            grow();
        }
        return used++;
    }

    private void grow() {
        int room = Math.min(capacity, used * 2);
        keys = Arrays.copyOf(keys, room * LONGS);
        seen = Arrays.copyOf(seen, room);
        newer = Arrays.copyOf(newer, room);
        older = Arrays.copyOf(older, room);
        slots = new int[Integer.highestOneBit(room * 2 - 1) * 2];
        for (int number = newest; number != NONE; number = older[number]) {
            int slot = home(number);
            while (slots[slot] != 0) {
                slot = next(slot);
            }
            slots[slot] = number + 1;
        }
    }

    private void append(int number) {
        older[number] = newest;
        newer[number] = NONE;
        if (newest == NONE) {
            oldest = number;
        } else {
            newer[newest] = number;
        }
        newest = number;
    }

    private void unlink(int number) {
        if (newer[number] == NONE) {
            newest = older[number];
        } else {
            older[newer[number]] = older[number];
        }
        if (older[number] == NONE) {
            oldest = newer[number];
        } else {
            newer[older[number]] = newer[number];
        }
    }

    private void leaveSlot(int number) {
        int hole = home(number);
        while (slots[hole] != number + 1) {
            hole = next(hole);
        }
        slots[hole] = 0;
        // what follows moves up, unless it would come to lie before its own first slot
        for (int slot = next(hole); slots[slot] != 0; slot = next(slot)) {
            int wanted = home(slots[slot] - 1);
            if (distance(wanted, slot) >= distance(hole, slot)) {
                slots[hole] = slots[slot];
                slots[slot] = 0;
                hole = slot;
            }
        }
    }

    private int distance(int from, int to) {
        return (to - from) & (slots.length - 1);
    }

    private int home(int number) {
        int at = number * LONGS;
        return first(keys[at], keys[at + 1], keys[at + 2], keys[at + 3]);
    }

    private boolean isKey(int number, long a, long b, long c, long d) {
        int at = number * LONGS;
        return keys[at] == a && keys[at + 1] == b && keys[at + 2] == c && keys[at + 3] == d;
    }

    private int first(long a, long b, long c, long d) {
        long hash = (a ^ SEED) * 0x9e3779b97f4a7c15L;
        hash = (Long.rotateLeft(hash, 31) ^ b) * 0xbf58476d1ce4e5b9L;
        hash = (Long.rotateLeft(hash, 31) ^ c) * 0x94d049bb133111ebL;
        return RecordIndex.mix(Long.rotateLeft(hash, 31) ^ d) & (slots.length - 1);
    }

    private int next(int slot) {
        return (slot + 1) & (slots.length - 1);
    }
}
