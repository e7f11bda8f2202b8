package io.netwatch.agent.send;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.zip.CRC32C;

/**
 * A snapshot that waits in the spool.
 *
 * @param seq its place in the order of all that were ever spooled
 */
record Spooled(long seq, String queue, Instant taken, Packed packed) {
    /** Bytes of its JSON. */
    int size() {
        return packed.size();
    }

    /** JSON in UTF-8. */
    byte[] json() {
        return packed.json();
    }

    /** CRC-32C over all of it, RFC 3720 appendix B.4: SQLite's pages have no checksums. */
    long checksum() {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(2 * Long.BYTES + Integer.BYTES)
                .putLong(seq)
                .putLong(taken.toEpochMilli())
                .putInt(size())
                .flip());
        crc.update(packed.bytes());
        return crc.getValue();
    }
}
