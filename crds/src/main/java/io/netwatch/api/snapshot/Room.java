package io.netwatch.api.snapshot;

import java.util.AbstractList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Makes connections fit into so many bytes. The least active, which come last, say less ({@link Detail}): each level is taken by all, from
 * the last up, before the next one begins; when all are bare, the last are left out.
 */
final class Room {
    private static final int LOOKS = 64;

    private Room() {}

    static long bytes(List<ConnectionDetail> rows) {
        return 2 + IntStream.of(sizes(rows)).asLongStream().sum();
    }

    /** Whether, by a few of the rows, all of them have ample room. */
    static boolean looksEnough(List<ConnectionDetail> rows, long bytes) {
        int step = rows.size() / LOOKS + 1;
        int looks = 0;
        long looked = 0;
        for (int i = 0; i < rows.size(); i += step) {
            looked += RowBytes.of(rows.get(i));
            looks++;
        }
        return looks == 0 || looked / looks * rows.size() < bytes / 8 * 7;
    }

    /**
     * The rows themselves if they are short enough.
     *
     * @param bytes of the rows as JSON, as {@link RowBytes} counts them
     */
    static List<ConnectionDetail> fit(List<ConnectionDetail> rows, long bytes) {
        int[] sizes = sizes(rows);
        long over = 2 + IntStream.of(sizes).asLongStream().sum() - bytes;
        Detail before = Detail.FULL;
        for (Detail detail : Detail.values()) {
            int from = rows.size();
            while (over > 0 && from > 0) {
                from--;
                int size = RowBytes.of(detail.of(rows.get(from)));
                over -= sizes[from] - size;
                sizes[from] = size;
            }
            if (over <= 0) {
                return from == rows.size() && before == Detail.FULL ? rows : new Shortened(rows, before, from, detail);
            }
            before = detail;
        }
        int kept = rows.size();
        while (over > 0 && kept > 0) {
            kept--;
            over -= sizes[kept];
        }
        return new Shortened(rows.subList(0, kept), before, kept, before);
    }

    /** Each is shortened when it is asked for, so that there are never many at a time. */
    private static final class Shortened extends AbstractList<ConnectionDetail> {
        private final List<ConnectionDetail> rows;
        private final Detail first;
        private final int from;
        private final Detail rest;

        Shortened(List<ConnectionDetail> rows, Detail first, int from, Detail rest) {
            this.rows = rows;
            this.first = first;
            this.from = from;
            this.rest = rest;
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

    private static int[] sizes(List<ConnectionDetail> rows) {
        return rows.stream().mapToInt(RowBytes::of).toArray();
    }
}
