package io.netwatch.agent.libbpf;

/**
 * Walks the keys of a hash map, a batch at a time. Those that come and go meanwhile may be missed or met twice. Used by one thread; allocates
 * nothing.
 */
public interface KeyWalk extends AutoCloseable {
    /** Goes back to the first. */
    void begin();

    /** Returns how many keys lie one after the other from {@link #keys} on; 0 behind the last. */
    int next() throws BpfException;

    /** Address of the first key of the batch. */
    long keys();

    @Override
    void close();
}
