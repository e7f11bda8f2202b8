package io.netwatch.api.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Makes connections fit into so many bytes. The least active, which come last, say less ({@link Detail}): each level is taken by all, from
 * the last up, before the next one begins; when all are bare, the last are left out.
 */
final class Room {
    private Room() {}

    static long bytes(List<ConnectionDetail> rows) {
        return 2 + IntStream.of(sizes(rows)).asLongStream().sum();
    }

    /** @param bytes of the rows as JSON, as {@link RowBytes} counts them */
    static List<ConnectionDetail> fit(List<ConnectionDetail> rows, long bytes) {
        int[] sizes = sizes(rows);
        long over = 2 + IntStream.of(sizes).asLongStream().sum() - bytes;
        List<ConnectionDetail> fitting = new ArrayList<>(rows);
        for (Detail detail : Detail.values()) {
            over = shorten(fitting, sizes, detail, over);
        }
        while (over > 0 && !fitting.isEmpty()) {
            over -= sizes[fitting.size() - 1];
            fitting.remove(fitting.size() - 1);
        }
        return fitting;
    }

    /** Returns what is still too much. */
    private static long shorten(List<ConnectionDetail> rows, int[] sizes, Detail detail, long over) {
        long still = over;
        for (int i = rows.size() - 1; i >= 0 && still > 0 && detail != Detail.FULL; i--) {
            ConnectionDetail less = detail.of(rows.get(i));
            int size = RowBytes.of(less);
            still -= sizes[i] - size;
            sizes[i] = size;
            rows.set(i, less);
        }
        return still;
    }

    private static int[] sizes(List<ConnectionDetail> rows) {
        return rows.stream().mapToInt(RowBytes::of).toArray();
    }
}
