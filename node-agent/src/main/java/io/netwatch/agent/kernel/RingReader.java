package io.netwatch.agent.kernel;

import io.netwatch.agent.event.ConnectionEvent;
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

    /** So much is read before its room is given back: the line that the kernel writes is touched once for many records. */
    private static final int GIVE_BACK_BYTES = 64 * (ConnectionEvent.BYTES + HEADER_BYTES);

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

    /** Decodes what is there, at most so many records, and gives their room back in batches. Returns how many it were. */
    public int drain(int limit) {
        long at = position;
        int records = 0;
        int header = 0;
        while (records < limit && at < NativeMemory.getLongAcquire(producerPosition)) {
            long end = Math.min(at + GIVE_BACK_BYTES, NativeMemory.getLongAcquire(producerPosition));
            while (at < end && records < limit) {
                long record = data + (at & mask);
                header = NativeMemory.getIntAcquire(record);
                if (header == ConnectionEvent.BYTES) {
                    // the usual one: its length is known before it is read, so the next can be fetched meanwhile
                    decoder.decode(record + HEADER_BYTES, ConnectionEvent.BYTES);
                    at += ConnectionEvent.BYTES + HEADER_BYTES;
                } else if ((header & BUSY) != 0) {
                    break;
                } else {
                    at += decodeOther(record + HEADER_BYTES, header);
                }
                records++;
            }
            position = at;
            NativeMemory.putLongRelease(consumerPosition, at);
            if ((header & BUSY) != 0) {
                break;
            }
        }
        return records;
    }

    /** A record of another kind, or one that was taken back. Returns the bytes that it takes up. */
    private int decodeOther(long address, int header) {
        int length = header & ~DISCARD;
        if (header == length) {
            decoder.decode(address, length);
        }
        return (length + HEADER_BYTES + 7) & ~7;
    }

    /** Whether nothing is there, not even a record that is being written. */
    public boolean isEmpty() {
        return NativeMemory.getLongAcquire(producerPosition) == position;
    }
}
