package io.netwatch.agent.detect;

import io.netwatch.agent.event.QueryName;
import io.netwatch.agent.identify.RecentKeys;
import io.netwatch.api.snapshot.DnsAnalytics.DomainCount;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The names that were asked for most, in bounded room: Space-Saving (Metwally, Agrawal, El Abbadi 2005) of 512 counters. Up to so many
 * distinct names counts are exact. Beyond, a name's counter is never too low, and too high by at most what the counter had that it
 * took over, a 512th of all queries: that is taken off again, so that no count is higher than the truth, and every name with more than
 * a 512th of the queries is among the counted. Used by one thread; allocates when a counter's name is longer than any before it.
 */
final class TopNames {
    static final int COUNTERS = 512;

    private static final int NAME_BYTES = 64;

    private final long basis = new SplittableRandom().nextLong();
    private final RecentKeys names = new RecentKeys(COUNTERS, number -> {});
    private final byte[][] texts = new byte[COUNTERS][];
    private final int[] lengths = new int[COUNTERS];
    private final long[] counts = new long[COUNTERS];
    private final long[] errors = new long[COUNTERS];

    void add(QueryName name) {
        long hash = name.hash(basis, 0, name.length());
        long other = name.hash(~basis, 0, name.length());
        int number = names.find(hash, other, 0, 0);
        if (number == RecentKeys.NONE) {
            number = begin(name, hash, other);
        }
        counts[number]++;
    }

    private int begin(QueryName name, long hash, long other) {
        long error = 0;
        if (names.size() == COUNTERS) {
            int least = least();
            error = counts[least];
            names.remove(least);
        }
        int number = names.add(hash, other, 0, 0, 0);
        counts[number] = error;
        errors[number] = error;
        if (texts[number] == null || texts[number].length < name.length()) {
            texts[number] = new byte[Math.max(NAME_BYTES, name.length())];
        }
        lengths[number] = name.copy(0, texts[number]);
        return number;
    }

    private int least() {
        int least = 0;
        for (int i = 1; i < COUNTERS; i++) {
            least = counts[i] < counts[least] ? i : least;
        }
        return least;
    }

    /** At most so many, the most frequent first, names that are as frequent by name. Allocates. */
    List<DomainCount> top(int most) {
        return IntStream.iterate(names.newest(), number -> number != RecentKeys.NONE, names::older)
                .mapToObj(number -> new DomainCount(
                        new String(texts[number], 0, lengths[number], StandardCharsets.US_ASCII),
                        counts[number] - errors[number]))
                .sorted(Comparator.comparingLong(DomainCount::count).reversed().thenComparing(DomainCount::name))
                .limit(most)
                .toList();
    }

    void clear() {
        while (names.newest() != RecentKeys.NONE) {
            names.remove(names.newest());
        }
        Arrays.fill(counts, 0);
    }
}
