package io.netwatch.agent.libbpf;

/** Asks for one key after the other, which holds up nobody, and takes a system call for each. Keys are of eight bytes. */
public final class SingleKeyWalk implements KeyWalk {
    /** A walk whose key is gone begins again; one that has come past this many times the map's size does not end. */
    private static final int MAX_ROUNDS = 8;

    private final BpfMap map;
    private final int batch;
    private final long maxKeys;
    private final long key;
    private final long keys;
    private boolean isFirst;
    private boolean isLast;
    private long walked;

    /** {@code entries} is the size of the map. */
    public SingleKeyWalk(BpfMap map, int entries, int batch) {
        this.map = map;
        this.batch = batch;
        this.maxKeys = (long) MAX_ROUNDS * entries;
        this.key = NativeMemory.allocate(Long.BYTES);
        this.keys = NativeMemory.allocate((long) batch * Long.BYTES);
    }

    @Override
    public void begin() {
        isFirst = true;
        isLast = false;
        walked = 0;
    }

    @Override
    public int next() throws BpfException {
        int found = 0;
        while (found < batch && !isLast) {
            isLast = !(isFirst ? map.firstKey(key) : map.nextKey(key));
            isFirst = false;
            if (!isLast) {
                NativeMemory.putLong(keys + (long) found++ * Long.BYTES, NativeMemory.getLong(key));
            }
        }
        walked += found;
        if (walked > maxKeys) {
            throw new BpfException(
                    FailureReason.IO,
                    "Keys of BPF map " + map.name() + " come and go faster than they can be read.",
                    "");
        }
        return found;
    }

    @Override
    public long keys() {
        return keys;
    }

    @Override
    public void close() {
        NativeMemory.free(key);
        NativeMemory.free(keys);
    }
}
