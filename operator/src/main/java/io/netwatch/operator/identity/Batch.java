package io.netwatch.operator.identity;

import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * Lines that are sent to many, compressed.
 *
 * @param revision what a reader knows that has read it
 * @param lines how many
 * @param chunks a part of a gzip stream, see {@link Deflated}
 * @param bytes of the chunks together
 */
record Batch(long revision, int lines, List<Buffer> chunks, long bytes) {
    static Batch of(long revision, List<byte[]> lines, int level) {
        List<Buffer> chunks = Deflated.of(lines, level);
        return new Batch(revision, lines.size(), List.copyOf(chunks), Deflated.bytes(chunks));
    }
}
