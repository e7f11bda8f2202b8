package io.netwatch.agent.libbpf;

/**
 * Has the kernel copy keys in bulk, from Linux 5.6 on. It takes the lock of a bucket at a time, and keeps programs that kprobes call from running
 * on this CPU meanwhile (bpf_disable_instrumentation in kernel/bpf/hashtab.c): for maps of programs that are called otherwise.
 */
public final class BulkKeyWalk implements KeyWalk {
    private static final int CURSOR_BYTES = 4; // of a hash map: the number of a bucket

    private final BpfMap map;
    private final int batch;
    private final long cursor;
    private final long count;
    private final long keys;
    private final long values;
    private boolean isFirst;
    private boolean isLast;

    /**
     * Fails where the kernel or the map can't.
     *
     * @param batch keys at most in one; at least as many as share a bucket
     */
    public BulkKeyWalk(BpfMap map, int keyBytes, int valueBytes, int batch) {
        this.map = map;
        this.batch = batch;
        this.cursor = NativeMemory.allocate(CURSOR_BYTES);
        this.count = NativeMemory.allocate(Integer.BYTES);
        this.keys = NativeMemory.allocate((long) batch * keyBytes);
        this.values = NativeMemory.allocate((long) batch * valueBytes);
    }

    @Override
    public void begin() {
        isFirst = true;
        isLast = false;
    }

    @Override
    public int next() throws BpfException {
        int found = 0;
        while (found == 0 && !isLast) {
            NativeMemory.putInt(count, batch);
            isLast = !map.lookupBatch(isFirst ? 0 : cursor, cursor, keys, values, count);
            isFirst = false;
            found = NativeMemory.getInt(count);
        }
        return found;
    }

    @Override
    public long keys() {
        return keys;
    }

    @Override
    public void close() {
        NativeMemory.free(cursor);
        NativeMemory.free(count);
        NativeMemory.free(keys);
        NativeMemory.free(values);
    }
}
