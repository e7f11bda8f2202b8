package io.netwatch.agent.libbpf;

/**
 * A BPF ring buffer in this process's memory, laid out as in kernel/bpf/ringbuf.c: a page with the consumer's position,
 * writable; then, read-only, a page with the producer's position and the data twice in a row, so that no record wraps.
 */
public final class RingMapping implements AutoCloseable {
    private final long page = NativeMemory.pageBytes();
    private final long dataBytes;
    private final MemoryMapping consumer;
    private final MemoryMapping producer;

    /** {@code dataBytes} is the map's size: a power of two, and whole pages. */
    public RingMapping(BpfMap ring, long dataBytes) throws BpfException {
        this.dataBytes = dataBytes;
        this.consumer = MemoryMapping.of(ring, page, true, 0);
        this.producer = MemoryMapping.of(ring, page + 2 * dataBytes, false, page);
    }

    public long consumerPosition() {
        return consumer.address();
    }

    public long producerPosition() {
        return producer.address();
    }

    public long data() {
        return producer.address() + page;
    }

    public long dataBytes() {
        return dataBytes;
    }

    @Override
    public void close() {
        consumer.close();
        producer.close();
    }
}
