package io.netwatch.agent.libbpf;

import java.util.function.LongConsumer;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;

/** A map in the kernel, read and written by native addresses of its key and value. */
public final class BpfMap {
    private static final long ANY = 0; // BPF_ANY, include/uapi/linux/bpf.h

    private final LibBpf bpf;
    private final int descriptor;
    private final String name;

    BpfMap(LibBpf bpf, int descriptor, String name) {
        this.bpf = bpf;
        this.descriptor = descriptor;
        this.name = name;
    }

    String name() {
        return name;
    }

    public int descriptor() {
        return descriptor;
    }

    /** Copies the value of a key; of a per-CPU map the values of all possible CPUs. Returns false when there is none. */
    public boolean lookup(long key, long value) {
        return bpf.bpf_map_lookup_elem(descriptor, Native.pointer(key), Native.pointer(value)) == 0;
    }

    /** Sets the value of a key. */
    public void update(long key, long value) throws BpfException {
        int result = bpf.bpf_map_update_elem(descriptor, Native.pointer(key), Native.pointer(value), ANY);
        if (result < 0) {
            throw new BpfException(
                    FailureReason.IO, "Could not write to BPF map " + name + ": " + Errno.name(-result) + ".", "");
        }
    }

    /** Removes a key. Returns false when it was not there. */
    public boolean delete(long key) {
        return bpf.bpf_map_delete_elem(descriptor, Native.pointer(key)) == 0;
    }

    /** Writes the first key to an address. Returns false when the map is empty. */
    boolean firstKey(long key) throws BpfException {
        return walked(bpf.bpf_map_get_next_key(descriptor, null, Native.pointer(key)));
    }

    /**
     * Replaces a key by the one that follows it, or by the first if it is not there any more. Returns false after the
     * last. So a walk meets every key that stays, and some twice.
     */
    boolean nextKey(long key) throws BpfException {
        Pointer at = Native.pointer(key);
        return walked(bpf.bpf_map_get_next_key(descriptor, at, at));
    }

    private boolean walked(int result) throws BpfException {
        if (result < 0 && result != -Errno.ENOENT) {
            throw new BpfException(
                    FailureReason.IO, "Could not read BPF map " + name + ": " + Errno.name(-result) + ".", "");
        }
        return result == 0;
    }

    /**
     * Copies some keys and their values.
     *
     * @param from cursor of the batch before; 0 = the first
     * @param cursor where this batch's goes
     * @param count how many, at most; then how many it were
     * @return whether there may be more
     */
    boolean lookupBatch(long from, long cursor, long keys, long values, long count) throws BpfException {
        return walked(bpf.bpf_map_lookup_batch(
                descriptor,
                from == 0 ? null : Native.pointer(from),
                Native.pointer(cursor),
                Native.pointer(keys),
                Native.pointer(values),
                Native.pointer(count),
                null));
    }

    /** Calls with the address of each key in turn; keys that come and go meanwhile may be missed or met twice. */
    public void forEachKey(int keyBytes, LongConsumer consumer) {
        Pointer previous = Memory.allocateDirect(Native.runtime(), keyBytes, true);
        Pointer next = Memory.allocateDirect(Native.runtime(), keyBytes, true);
        Pointer from = null;
        while (bpf.bpf_map_get_next_key(descriptor, from, next) == 0) {
            NativeMemory.copy(next.address(), previous.address(), keyBytes);
            from = previous;
            consumer.accept(next.address());
        }
    }

    /** CPUs that a per-CPU map has values for; each value's size is rounded up to 8 bytes. */
    public int possibleCpus() {
        return bpf.libbpf_num_possible_cpus();
    }
}
