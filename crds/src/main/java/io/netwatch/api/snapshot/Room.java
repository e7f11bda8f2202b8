package io.netwatch.api.snapshot;

import java.util.AbstractList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Makes connections fit into so many bytes. The least active, which come last, say less ({@link Detail}): each level is taken by all, from
 * the last up, before the next one begins; when all are bare, the last are left out. Of many rows it looks at some, each of which stands for those
 * that follow it, and leaves some room.
 */
final class Room {
    private static final int LOOKS = 256;
    /** Of the bytes, one in so many stays free where not all rows are looked at. */
    private static final int SPARE = 64;

    private final List<ConnectionDetail> rows;
    private final int step;
    private final ConnectionDetail[] looks;
    private final long[] sizes;

    private Room(List<ConnectionDetail> rows) {
        this.rows = rows;
        this.step = rows.size() / LOOKS + 1;
        this.looks = new ConnectionDetail[(rows.size() + step - 1) / step];
        this.sizes = new long[looks.length];
        for (int look = 0; look < looks.length; look++) {
            looks[look] = rows.get(look * step);
            sizes[look] = size(look, Detail.FULL);
        }
    }

    /** Of the rows as JSON, as {@link RowBytes} counts them: about, where they are many. */
    static long bytes(List<ConnectionDetail> rows) {
        return new Room(rows).bytes();
    }

    /** The rows themselves if they are short enough. */
    static List<ConnectionDetail> fit(List<ConnectionDetail> rows, long bytes) {
        return new Room(rows).fit(bytes);
    }

    private long bytes() {
        long bytes = 2;
        for (long size : sizes) {
            bytes += size;
        }
        return bytes;
    }

    private List<ConnectionDetail> fit(long bytes) {
        long over = bytes() - (step == 1 ? bytes : bytes - bytes / SPARE);
        Detail before = Detail.FULL;
        for (Detail detail : Detail.values()) {
            int from = looks.length;
            while (over > 0 && from > 0) {
                from--;
                long size = size(from, detail);
                over -= sizes[from] - size;
                sizes[from] = size;
            }
            if (over <= 0) {
                boolean untouched = before == Detail.FULL && from == looks.length;
                return untouched ? rows : new Shortened(rows, before, from * step, detail);
            }
            before = detail;
        }
        int kept = looks.length;
        while (over > 0 && kept > 0) {
            kept--;
            over -= sizes[kept];
        }
        return new Shortened(rows.subList(0, kept * step), before, kept * step, before);
    }

    /** Of the rows that one stands for. */
    private long size(int look, Detail detail) {
        int count = Math.min(step, rows.size() - look * step);
        return (long) count * RowBytes.of(detail.of(looks[look]));
    }

    /** Each is shortened when it is asked for, so that there are never many at a time; ends that rows share they still share. */
    private static final class Shortened extends AbstractList<ConnectionDetail> {
        private final List<ConnectionDetail> rows;
        private final int from;
        private final Level first;
        private final Level rest;

        Shortened(List<ConnectionDetail> rows, Detail first, int from, Detail rest) {
            this.rows = rows;
            this.from = from;
            this.first = new Level(first);
            this.rest = new Level(rest);
        }

        @Override
        public ConnectionDetail get(int index) {
            return (index < from ? first : rest).of(rows.get(index));
        }

        @Override
        public int size() {
            return rows.size();
        }
    }

    private static final class Level {
        private final Detail detail;
        private final IdentityHashMap<Kubernetes, Kubernetes> locals = new IdentityHashMap<>();
        private final IdentityHashMap<Peer, Peer> peers = new IdentityHashMap<>();

        Level(Detail detail) {
            this.detail = detail;
        }

        ConnectionDetail of(ConnectionDetail row) {
            return detail.of(
                    row,
                    locals.computeIfAbsent(row.kubernetes(), detail::of),
                    peers.computeIfAbsent(row.peer(), detail::of));
        }
    }
}
