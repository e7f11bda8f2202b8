package io.netwatch.agent.identify;

import io.netwatch.agent.event.Address;
import io.netwatch.agent.libbpf.NativeMemory;

/**
 * What an address is besides a pod's. Nearly all are one thing at most, which is kept in place of a list. A claim is what
 * {@link Addresses#claims} gives first and {@link #next} then. Used by one thread.
 *
 * <pre>
 *    0 what i32: bit 30 set, below it two bits for the kind, below them a number of whoever claims it
 *    4 next i32
 * </pre>
 */
final class Claims {
    /** A pod behind a Service: the number of the slice. */
    static final int ENDPOINT = 0;
    /** A node's own: the number of the node. */
    static final int NODE = 1;
    /** A Service's in the cluster: the number of the Service. */
    static final int CLUSTER_IP = 2;
    /** A Service's at which nodes answer: the number of the Service. */
    static final int EXTERNAL_IP = 3;

    /** No number. */
    static final int NONE = -1;

    private static final int NEXT = 4;
    private static final int BYTES = 8;
    private static final int ALONE = 1 << 30;
    private static final int KIND_SHIFT = 28;
    private static final int NUMBER_MASK = (1 << KIND_SHIFT) - 1;

    private final Arena arena;
    private final Addresses addresses;

    Claims(Arena arena, Addresses addresses) {
        this.arena = arena;
        this.addresses = addresses;
    }

    private static int what(int kind, int number) {
        return ALONE | kind << KIND_SHIFT | number;
    }

    /** Returns the address's record. */
    int add(Address address, int kind, int number) {
        int record = addresses.findOrAdd(address);
        int first = addresses.claims(record);
        int what = what(kind, number);
        addresses.setClaims(
                record, first == Arena.NONE ? what : link(what, isAlone(first) ? link(first, Arena.NONE) : first));
        return record;
    }

    private int link(int what, int next) {
        int claim = arena.take(BYTES);
        NativeMemory.putInt(arena.address(claim), what);
        NativeMemory.putInt(arena.address(claim) + NEXT, next);
        return claim;
    }

    private static boolean isAlone(int claim) {
        return (claim & ALONE) != 0;
    }

    /** Takes back one such claim, and forgets the address if it is nobody's then. */
    void remove(int address, int kind, int number) {
        int what = what(kind, number);
        int before = Arena.NONE;
        int claim = addresses.claims(address);
        while (claim != Arena.NONE && what(claim) != what) {
            before = claim;
            claim = next(claim);
        }
        if (claim == Arena.NONE) {
            return;
        }
        if (before == Arena.NONE) {
            addresses.setClaims(address, next(claim));
        } else {
            NativeMemory.putInt(arena.address(before) + NEXT, next(claim));
        }
        if (!isAlone(claim)) {
            arena.release(claim, BYTES);
        }
        addresses.removeUnused(address);
    }

    int next(int claim) {
        return isAlone(claim) ? Arena.NONE : NativeMemory.getInt(arena.address(claim) + NEXT);
    }

    private int what(int claim) {
        return isAlone(claim) ? claim : NativeMemory.getInt(arena.address(claim));
    }

    int kind(int claim) {
        return what(claim) >>> KIND_SHIFT & 3;
    }

    int number(int claim) {
        return what(claim) & NUMBER_MASK;
    }
}
