package io.netwatch.agent.libbpf;

import jnr.ffi.Pointer;

/** A part of a map in this process's memory. Its address is valid until it is closed. */
public final class MemoryMapping implements AutoCloseable {
    // include/uapi/asm-generic/mman-common.h
    private static final int PROT_READ = 1;
    private static final int PROT_WRITE = 2;
    private static final int MAP_SHARED = 1;
    private static final long MAP_FAILED = -1;

    private final Pointer at;
    private final long bytes;

    private MemoryMapping(Pointer at, long bytes) {
        this.at = at;
        this.bytes = bytes;
    }

    /** Maps so many bytes, whole pages, from an offset on. */
    static MemoryMapping of(BpfMap map, long bytes, boolean writable, long offset) throws BpfException {
        int protection = writable ? PROT_READ | PROT_WRITE : PROT_READ;
        Pointer at = Native.libc().mmap(null, bytes, protection, MAP_SHARED, map.descriptor(), Native.pointer(offset));
        if (at == null || at.address() == MAP_FAILED) {
            throw new BpfException(
                    FailureReason.IO,
                    "Could not map BPF map " + map.name() + " into memory: " + Errno.name(Native.lastError()) + ".",
                    "");
        }
        return new MemoryMapping(at, bytes);
    }

    public long address() {
        return at.address();
    }

    @Override
    public void close() {
        Native.libc().munmap(at, bytes);
    }
}
