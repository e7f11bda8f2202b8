package io.netwatch.agent.identify;

import io.netwatch.agent.libbpf.NativeMemory;
import java.util.Arrays;

/**
 * Records of any small size outside the heap, each known by a number above 0. Memory comes in chunks as records are first made, and
 * is kept; a record's room is used again for one of the same size, in steps of 8 bytes. Used by one thread.
 */
final class Arena implements AutoCloseable {
    static final int NONE = 0;

    /** Bytes that a record may have. */
    static final int RECORD_MAX = 1024;

    private static final int STEP_SHIFT = 3;
    private static final int CHUNK_SHIFT = 13;
    private static final int CHUNK_STEPS = 1 << CHUNK_SHIFT;

    private final int[] free = new int[(RECORD_MAX >>> STEP_SHIFT) + 1];
    private long[] chunks = new long[16];
    private int chunksUsed;
    private int next = 1;

    /** A record of so many bytes, whatever is in them. */
    int take(int bytes) {
        int steps = steps(bytes);
        int record = free[steps];
        if (record != NONE) {
            free[steps] = NativeMemory.getInt(address(record));
            return record;
        }
        int left = CHUNK_STEPS - (next & (CHUNK_STEPS - 1));
        if (left < steps) {
            leave(left);
        }
        record = next;
        next += steps;
        ensure(record >>> CHUNK_SHIFT);
        ensure((next - 1) >>> CHUNK_SHIFT);
        return record;
    }

    /** Gives back a record that was taken with so many bytes. */
    void release(int record, int bytes) {
        int steps = steps(bytes);
        NativeMemory.putInt(address(record), free[steps]);
        free[steps] = record;
    }

    /** Where a record is. */
    long address(int record) {
        return chunks[record >>> CHUNK_SHIFT] + ((long) (record & (CHUNK_STEPS - 1)) << STEP_SHIFT);
    }

    /** Bytes that all records take, free ones included. */
    long bytes() {
        return (long) chunksUsed << (CHUNK_SHIFT + STEP_SHIFT);
    }

    private static int steps(int bytes) {
        if (bytes > RECORD_MAX) {
            throw new IllegalArgumentException("a record of " + bytes + " bytes");
        }
        return (bytes + (1 << STEP_SHIFT) - 1) >>> STEP_SHIFT;
    }

    /** The rest of a chunk is kept for a smaller record. */
    private void leave(int left) {
        if ((next & (CHUNK_STEPS - 1)) != 0) {
            release(next, left << STEP_SHIFT);
            next += left;
        }
    }

    private void ensure(int chunk) {
        if (chunk == chunks.length) {
            chunks = Arrays.copyOf(chunks, chunk * 2);
        }
        if (chunk == chunksUsed) {
            chunks[chunk] = NativeMemory.allocate((long) CHUNK_STEPS << STEP_SHIFT);
            chunksUsed++;
        }
    }

    @Override
    public void close() {
        for (int i = 0; i < chunksUsed; i++) {
            NativeMemory.free(chunks[i]);
        }
        chunksUsed = 0;
    }
}
