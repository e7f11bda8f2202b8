package io.netwatch.agent.identify;

import io.netwatch.agent.libbpf.NativeMemory;
import java.nio.charset.StandardCharsets;

/**
 * Names that many records have in common, each kept once and as long as it is used: namespaces, nodes, workloads. A name is told from
 * its like by two numbers that come with it. Used by one thread.
 *
 * <pre>
 *    0 uses i32 | kind i32 | within i32 | hash i32
 *   16 length u16
 *   18 name char[length], UTF-8
 * </pre>
 */
final class Names extends RecordIndex {
    private static final int KIND = 4;
    private static final int WITHIN = 8;
    private static final int HASH = 12;
    private static final int LENGTH = 16;
    private static final int NAME = 18;
    /** Of a Kubernetes object: 253 bytes. */
    private static final int LENGTH_MAX = 512;

    private final Arena arena;

    Names(Arena arena) {
        this.arena = arena;
    }

    /** Takes a name in use; it is to be released. */
    int use(int kind, int within, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, LENGTH_MAX);
        int hash = hash(kind, within, bytes, length);
        int record = find(hash, kind, within, bytes, length);
        if (record == Arena.NONE) {
            record = arena.take(NAME + length);
            long address = arena.address(record);
            NativeMemory.putInt(address, 0);
            NativeMemory.putInt(address + KIND, kind);
            NativeMemory.putInt(address + WITHIN, within);
            NativeMemory.putInt(address + HASH, hash);
            NativeMemory.putShort(address + LENGTH, (short) length);
            NativeMemory.putBytes(address + NAME, bytes, 0, length);
            add(record);
        }
        return useAgain(record);
    }

    private int useAgain(int record) {
        long uses = arena.address(record);
        NativeMemory.putInt(uses, NativeMemory.getInt(uses) + 1);
        return record;
    }

    /** Gives back what was taken in use; {@link Arena#NONE} is nothing. */
    void release(int record) {
        if (record == Arena.NONE) {
            return;
        }
        long address = arena.address(record);
        int uses = NativeMemory.getInt(address) - 1;
        NativeMemory.putInt(address, uses);
        if (uses == 0) {
            remove(record);
            arena.release(record, NAME + length(address));
        }
    }

    String text(int record) {
        long address = arena.address(record);
        byte[] bytes = new byte[length(address)];
        NativeMemory.getBytes(address + NAME, bytes, 0, bytes.length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    int kind(int record) {
        return NativeMemory.getInt(arena.address(record) + KIND);
    }

    @Override
    int hash(int record) {
        return NativeMemory.getInt(arena.address(record) + HASH);
    }

    private int find(int hash, int kind, int within, byte[] bytes, int length) {
        int slot = first(hash);
        for (int record = at(slot); record != Arena.NONE; record = at(slot)) {
            if (isEqual(record, kind, within, bytes, length)) {
                return record;
            }
            slot = next(slot);
        }
        return Arena.NONE;
    }

    private boolean isEqual(int record, int kind, int within, byte[] bytes, int length) {
        long address = arena.address(record);
        boolean equal = NativeMemory.getInt(address + KIND) == kind
                && NativeMemory.getInt(address + WITHIN) == within
                && length(address) == length;
        for (int i = 0; equal && i < length; i++) {
            equal = NativeMemory.getByte(address + NAME + i) == bytes[i];
        }
        return equal;
    }

    private static int length(long address) {
        return NativeMemory.getShort(address + LENGTH) & 0xffff;
    }

    private static int hash(int kind, int within, byte[] bytes, int length) {
        long hash = kind * 31L + within;
        for (int i = 0; i < length; i++) {
            hash = hash * 0x100000001b3L + bytes[i];
        }
        return mix(hash);
    }
}
