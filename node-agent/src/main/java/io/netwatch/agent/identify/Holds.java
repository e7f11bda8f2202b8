package io.netwatch.agent.identify;

import io.netwatch.agent.libbpf.NativeMemory;

/**
 * Which pod held which address, from when at the earliest until when at the latest: each is in its address's list and in its pod's.
 * Used by one thread.
 *
 * <pre>
 *    0 pod i32: in {@link PodRecords}; its sign is set when the pod was told again without the address
 *    4 address i32: in {@link Addresses}
 *    8 next i32: of the same address
 *   12 nextOfPod i32: of the same pod
 *   16 from i32 | to i32: ticks, both included
 * </pre>
 */
final class Holds {
    private static final int DROPPED = 1 << 31;

    private static final int ADDRESS = 4;
    private static final int NEXT = 8;
    private static final int NEXT_OF_POD = 12;
    private static final int FROM = 16;
    private static final int TO = 20;
    private static final int BYTES = 24;

    private final Arena arena;
    private final Addresses addresses;

    Holds(Arena arena, Addresses addresses) {
        this.arena = arena;
        this.addresses = addresses;
    }

    /** A new one in its address's list; {@code nextOfPod} is the first of its pod's before. */
    int add(int pod, int address, int nextOfPod, int from, int to) {
        int hold = arena.take(BYTES);
        long at = arena.address(hold);
        NativeMemory.putInt(at, pod);
        NativeMemory.putInt(at + ADDRESS, address);
        NativeMemory.putInt(at + NEXT, addresses.holds(address));
        NativeMemory.putInt(at + NEXT_OF_POD, nextOfPod);
        NativeMemory.putInt(at + FROM, from);
        NativeMemory.putInt(at + TO, to);
        addresses.setHolds(address, hold);
        return hold;
    }

    /** Takes it out of its address's list and forgets it; its pod's list is the caller's. */
    void remove(int hold) {
        int address = address(hold);
        if (addresses.holds(address) == hold) {
            addresses.setHolds(address, next(hold));
        } else {
            int before = addresses.holds(address);
            while (next(before) != hold) {
                before = next(before);
            }
            NativeMemory.putInt(arena.address(before) + NEXT, next(hold));
        }
        arena.release(hold, BYTES);
        addresses.removeUnused(address);
    }

    int pod(int hold) {
        return NativeMemory.getInt(arena.address(hold)) & ~DROPPED;
    }

    int address(int hold) {
        return NativeMemory.getInt(arena.address(hold) + ADDRESS);
    }

    int next(int hold) {
        return NativeMemory.getInt(arena.address(hold) + NEXT);
    }

    int nextOfPod(int hold) {
        return NativeMemory.getInt(arena.address(hold) + NEXT_OF_POD);
    }

    int from(int hold) {
        return NativeMemory.getInt(arena.address(hold) + FROM);
    }

    int to(int hold) {
        return NativeMemory.getInt(arena.address(hold) + TO);
    }

    boolean covers(int hold, int tick) {
        return from(hold) <= tick && tick <= to(hold);
    }

    /** Its pod ends then, as known now. */
    void podEnds(int hold, int tick) {
        boolean isDropped = NativeMemory.getInt(arena.address(hold)) < 0;
        NativeMemory.putInt(arena.address(hold) + TO, isDropped ? Math.min(to(hold), tick) : tick);
    }

    /** Its pod was told again without the address. */
    void drop(int hold, int tick) {
        long at = arena.address(hold);
        NativeMemory.putInt(at, NativeMemory.getInt(at) | DROPPED);
        NativeMemory.putInt(at + TO, Math.min(to(hold), tick));
    }

    /** Its pod was told with the address again; returns whether it was without it before. */
    boolean resume(int hold) {
        long at = arena.address(hold);
        int bits = NativeMemory.getInt(at);
        NativeMemory.putInt(at, bits & ~DROPPED);
        return bits < 0;
    }
}
