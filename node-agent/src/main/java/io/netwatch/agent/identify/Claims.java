package io.netwatch.agent.identify;

import io.netwatch.agent.event.Address;
import io.netwatch.agent.libbpf.NativeMemory;

/**
 * What an address is besides a pod's: one list an address. Used by one thread.
 *
 * <pre>
 *    0 what i32: the kind in the upper two bits, below it a number of whoever claims it
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
    private static final int KIND_SHIFT = 30;

    private final Arena arena;
    private final Addresses addresses;

    Claims(Arena arena, Addresses addresses) {
        this.arena = arena;
        this.addresses = addresses;
    }

    /** Returns the address's record. */
    int add(Address address, int kind, int number) {
        int record = addresses.findOrAdd(address);
        int claim = arena.take(BYTES);
        NativeMemory.putInt(arena.address(claim), kind << KIND_SHIFT | number);
        NativeMemory.putInt(arena.address(claim) + NEXT, addresses.claims(record));
        addresses.setClaims(record, claim);
        return record;
    }

    /** Takes back one such claim, and forgets the address if it is nobody's then. */
    void remove(int address, int kind, int number) {
        int what = kind << KIND_SHIFT | number;
        int before = Arena.NONE;
        int claim = addresses.claims(address);
        while (claim != Arena.NONE && NativeMemory.getInt(arena.address(claim)) != what) {
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
        arena.release(claim, BYTES);
        addresses.removeUnused(address);
    }

    int next(int claim) {
        return NativeMemory.getInt(arena.address(claim) + NEXT);
    }

    int kind(int claim) {
        return NativeMemory.getInt(arena.address(claim)) >>> KIND_SHIFT;
    }

    int number(int claim) {
        return NativeMemory.getInt(arena.address(claim)) & (1 << KIND_SHIFT) - 1;
    }
}
