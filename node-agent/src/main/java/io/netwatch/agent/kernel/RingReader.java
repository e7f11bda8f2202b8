package io.netwatch.agent.kernel;

import io.netwatch.agent.event.EventDecoder;
import io.netwatch.agent.libbpf.NativeMemory;
import io.netwatch.agent.libbpf.RingMapping;

/**
 * Reads records where the kernel wrote them; no call into native code, nothing allocated. Used by one thread.
 *
 * <p>A record is a header of 8 bytes (length and two flag bits, kernel/bpf/ringbuf.c) and its data, padded to 8 bytes.
 * The kernel sets the busy bit when it reserves one and clears it, with release order, when it is whole.
 */
public final class RingReader {
    // include/uapi/linux/bpf.h
    private static final int BUSY = 1 << 31;
    private static final int DISCARD = 1 << 30;
    private static final int HEADER_BYTES = 8;

    private final long consumerPosition;
    private final long producerPosition;
    private final long data;
    private final long mask;
    private final EventDecoder decoder;
    private long position;

    public RingReader(RingMapping ring, EventDecoder decoder) {
        this.consumerPosition = ring.consumerPosition();
        this.producerPosition = ring.producerPosition();
        this.data = ring.data();
        this.mask = ring.dataBytes() - 1;
        this.decoder = decoder;
        this.position = NativeMemory.getLong(consumerPosition);
    }

    /** Decodes what is there, at most so many records, and gives their room back. Returns how many it were. */
    public int drain(int limit) {
        int records = 0;
        long producer = NativeMemory.getLongAcquire(producerPosition);
        while (position < producer && records < limit) {
            long at = data + (position & mask);
            int header = NativeMemory.getIntAcquire(at);
            if ((header & BUSY) != 0) {
                break;
            }
            int length = header & ~DISCARD;
            if ((header & DISCARD) == 0) {
                decoder.decode(at + HEADER_BYTES, length);
                records++;
            }
            position += (length + HEADER_BYTES + 7) & ~7;
            NativeMemory.putLongRelease(consumerPosition, position);
            if (position == producer) {
                producer = NativeMemory.getLongAcquire(producerPosition);
            }
        }
        return records;
    }

    /** Whether nothing is there, not even a record that is being written. */
    public boolean isEmpty() {
        return NativeMemory.getLongAcquire(producerPosition) == position;
    }
}
