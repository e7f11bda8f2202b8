package io.netwatch.agent.libbpf;

import com.kenai.jffi.MemoryIO;
import java.lang.invoke.VarHandle;

/**
 * Memory by address: unchecked, so every caller owns what it reads and its bounds. Values are in host byte order; an
 * address need not be aligned, except for the acquire and release forms.
 */
public final class NativeMemory {
    private static final MemoryIO IO = MemoryIO.getInstance();

    private NativeMemory() {}

    /** Bytes of a page of memory. */
    public static long pageBytes() {
        return com.kenai.jffi.PageManager.getInstance().pageSize();
    }

    public static long allocate(long bytes) {
        return IO.allocateMemory(bytes, true);
    }

    public static void free(long address) {
        IO.freeMemory(address);
    }

    public static byte getByte(long address) {
        return IO.getByte(address);
    }

    public static short getShort(long address) {
        return IO.getShort(address);
    }

    public static int getInt(long address) {
        return IO.getInt(address);
    }

    public static long getLong(long address) {
        return IO.getLong(address);
    }

    public static void putByte(long address, byte value) {
        IO.putByte(address, value);
    }

    public static void putShort(long address, short value) {
        IO.putShort(address, value);
    }

    public static void putInt(long address, int value) {
        IO.putInt(address, value);
    }

    public static void putLong(long address, long value) {
        IO.putLong(address, value);
    }

    public static void copy(long from, long to, long bytes) {
        IO.copyMemory(from, to, bytes);
    }

    public static void getBytes(long address, byte[] to, int offset, int length) {
        IO.getByteArray(address, to, offset, length);
    }

    public static void putBytes(long address, byte[] from, int offset, int length) {
        IO.putByteArray(address, from, offset, length);
    }

    /** No later read moves before this one. */
    public static int getIntAcquire(long address) {
        int value = IO.getInt(address);
        VarHandle.acquireFence();
        return value;
    }

    /** No later read moves before this one. */
    public static long getLongAcquire(long address) {
        long value = IO.getLong(address);
        VarHandle.acquireFence();
        return value;
    }

    /** No earlier read or write moves after this one. */
    public static void putLongRelease(long address, long value) {
        VarHandle.releaseFence();
        IO.putLong(address, value);
    }

    /** The write is seen by all before any later read is done. */
    public static void putIntFenced(long address, int value) {
        IO.putInt(address, value);
        VarHandle.fullFence();
    }
}
