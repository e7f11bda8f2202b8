package io.netwatch.operator.identity;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;

/**
 * Parts of a gzip stream that are compressed once and sent to many. Each part is deflate's blocks (RFC 1951) up to a byte's
 * boundary, made without looking at what came before it, so that any parts may follow each other behind {@link #HEADER}. The
 * stream has no trailer: it ends with its connection.
 */
final class Deflated {
    /** RFC 1952, section 2.3: the magic number, deflate, no flags, no time, no hints, unknown system. */
    static final Buffer HEADER = Buffer.buffer(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff});

    /** Bytes of a chunk: a few records of TLS, which has 16 KiB each. */
    private static final int CHUNK = 64 * 1024;

    private Deflated() {}

    /**
     * Compresses lines to one part.
     *
     * @param level zlib's, 1 (fast) to 9 (small)
     * @return its bytes in order, in chunks of up to 64 KiB
     */
    static List<Buffer> of(Iterable<byte[]> lines, int level) {
        Deflater deflater = new Deflater(level, true);
        try {
            List<Buffer> chunks = new ArrayList<>();
            byte[] space = new byte[CHUNK];
            int used = 0;
            for (byte[] line : lines) {
                deflater.setInput(line);
                while (!deflater.needsInput()) {
                    used += deflater.deflate(space, used, CHUNK - used, Deflater.NO_FLUSH);
                    used = emptied(space, used, chunks);
                }
            }
            flush(deflater, space, used, chunks);
            return chunks;
        } finally {
            deflater.end();
        }
    }

    /** Up to a byte's boundary (zlib, Z_SYNC_FLUSH): done once it leaves room in the space that it is given. */
    private static void flush(Deflater deflater, byte[] space, int before, List<Buffer> chunks) {
        int used = before;
        int wrote;
        int room;
        do {
            room = CHUNK - used;
            wrote = deflater.deflate(space, used, room, Deflater.SYNC_FLUSH);
            used = emptied(space, used + wrote, chunks);
        } while (wrote == room);
        if (used > 0) {
            chunks.add(Buffer.buffer(used).appendBytes(space, 0, used));
        }
    }

    private static int emptied(byte[] space, int used, List<Buffer> chunks) {
        if (used < CHUNK) {
            return used;
        }
        chunks.add(Buffer.buffer(used).appendBytes(space, 0, used));
        return 0;
    }

    static long bytes(List<Buffer> chunks) {
        return chunks.stream().mapToLong(Buffer::length).sum();
    }
}
