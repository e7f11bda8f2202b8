package io.netwatch.operator.identity;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The latest batches of changes, as far as they fit into a number of bytes. For one thread at a time. */
final class History {
    /** What a batch takes beside its bytes, about: objects and references on a 64-bit virtual machine. */
    private static final int OVERHEAD = 256;

    private final long limit;
    private final Deque<Batch> batches = new ArrayDeque<>();
    private long oldest;
    private long newest;
    private long bytes;

    /** @param limit in bytes */
    History(long limit) {
        this.limit = limit;
    }

    /** Begins anew: what came up to this revision is known to be unknown. */
    void clear(long revision) {
        batches.clear();
        bytes = 0;
        oldest = revision;
        newest = revision;
    }

    void add(Batch batch) {
        batches.add(batch);
        newest = batch.revision();
        bytes += batch.bytes() + OVERHEAD;
        while (bytes > limit) {
            Batch first = batches.remove();
            bytes -= first.bytes() + OVERHEAD;
            oldest = first.revision();
        }
    }

    /** Of the last batch. */
    long newest() {
        return newest;
    }

    /** All that came behind a revision; empty when that is not all known any more, or the revision was never told. */
    Optional<List<Batch>> since(long revision) {
        if (revision < oldest || revision > newest) {
            return Optional.empty();
        }
        return Optional.of(
                batches.stream().filter(batch -> batch.revision() > revision).toList());
    }
}
