package io.netwatch.agent.identify;

import io.netwatch.agent.event.Address;
import io.netwatch.agent.libbpf.NativeMemory;

/**
 * Addresses that somebody holds or held, each with a list of who held it when, and one of what else it is. Used by one thread.
 *
 * <pre>
 *    0 holds i32: the first of the list in {@link Holds}
 *    4 claims i32: the first in {@link Claims}; the sign is set for IPv6
 *    8 low i64
 *   16 high i64, of IPv6 only
 * </pre>
 */
final class Addresses implements AutoCloseable {
    private static final int CLAIMS = 4;
    private static final int LOW = 8;
    private static final int HIGH = 16;
    private static final int BYTES_V4 = 16;
    private static final int BYTES_V6 = 24;
    private static final int IS_V6 = 1 << 31;

    private final Arena arena;
    private final Index v4 = new Index();
    private final Index v6 = new Index();

    Addresses(Arena arena) {
        this.arena = arena;
    }

    private final class Index extends RecordIndex {
        @Override
        int hash(int record) {
            long address = arena.address(record);
            boolean wide = NativeMemory.getInt(address + CLAIMS) < 0;
            return hash(wide ? NativeMemory.getLong(address + HIGH) : 0, NativeMemory.getLong(address + LOW));
        }

        static int hash(long high, long low) {
            return mix(high * 0x9e3779b97f4a7c15L + low);
        }
    }

    /** {@link Arena#NONE} when nobody held it. */
    int find(long high, long low) {
        boolean wide = !Address.isIpv4(high, low);
        Index index = wide ? v6 : v4;
        int slot = index.first(Index.hash(high, low));
        for (int record = index.at(slot); record != Arena.NONE; record = index.at(slot)) {
            long address = arena.address(record);
            if (NativeMemory.getLong(address + LOW) == low && (!wide || NativeMemory.getLong(address + HIGH) == high)) {
                return record;
            }
            slot = index.next(slot);
        }
        return Arena.NONE;
    }

    /** Its record, made if there was none. */
    int findOrAdd(Address key) {
        int record = find(key.high(), key.low());
        if (record == Arena.NONE) {
            boolean wide = !Address.isIpv4(key.high(), key.low());
            record = arena.take(wide ? BYTES_V6 : BYTES_V4);
            long address = arena.address(record);
            NativeMemory.putInt(address, Arena.NONE);
            NativeMemory.putInt(address + CLAIMS, wide ? IS_V6 : 0);
            NativeMemory.putLong(address + LOW, key.low());
            if (wide) {
                NativeMemory.putLong(address + HIGH, key.high());
            }
            (wide ? v6 : v4).add(record);
        }
        return record;
    }

    /** Forgets it if it is nobody's. */
    void removeUnused(int record) {
        if (holds(record) == Arena.NONE && claims(record) == Arena.NONE) {
            boolean wide = NativeMemory.getInt(arena.address(record) + CLAIMS) < 0;
            (wide ? v6 : v4).remove(record);
            arena.release(record, wide ? BYTES_V6 : BYTES_V4);
        }
    }

    int holds(int record) {
        return NativeMemory.getInt(arena.address(record));
    }

    void setHolds(int record, int first) {
        NativeMemory.putInt(arena.address(record), first);
    }

    int claims(int record) {
        return NativeMemory.getInt(arena.address(record) + CLAIMS) & ~IS_V6;
    }

    void setClaims(int record, int first) {
        long claims = arena.address(record) + CLAIMS;
        NativeMemory.putInt(claims, (NativeMemory.getInt(claims) & IS_V6) | first);
    }

    long bytes() {
        return v4.bytes() + v6.bytes();
    }

    @Override
    public void close() {
        v4.close();
        v6.close();
    }
}
