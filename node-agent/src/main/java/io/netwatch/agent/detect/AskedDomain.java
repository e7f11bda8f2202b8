package io.netwatch.agent.detect;

import io.netwatch.agent.event.QueryName;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * What one source asked for below one parent domain within a minute. The minute slides in steps of 5 s, of which the last is not over:
 * 55 to 60 s, so that what counts was within a minute for sure.
 */
final class AskedDomain {
    /** Distinct names are told apart up to this number. */
    static final int NAMES_MAX = 64;

    private static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int STEPS = 12;
    private static final long MINUTE_NANOS = STEPS * STEP_NANOS;
    /** Three labels and two dots. */
    private static final int PARENT_MAX = 3 * 63 + 2;

    private static final int EXAMPLE_MAX = 120;

    final Raised longName = new Raised();
    final Raised manyNames = new Raised();
    int longest;
    int mostQueries;
    int mostNames;
    private final byte[] parent = new byte[PARENT_MAX];
    private final byte[] example = new byte[EXAMPLE_MAX];
    private int parentLength;
    private int exampleLength;
    private boolean isExampleWhole;
    private final int[] queries = new int[STEPS];
    private long step;
    private final long[] names = new long[NAMES_MAX];
    private final long[] asked = new long[NAMES_MAX];
    private int namesUsed;

    /** {@code start}: where the parent domain begins in the name. */
    void begin(QueryName name, int start) {
        longName.clear();
        manyNames.clear();
        Arrays.fill(queries, 0);
        namesUsed = 0;
        parentLength = name.copy(start, parent);
    }

    /** Counts a query. Returns how many there were within a minute. */
    int addQuery(long nanos) {
        long at = Math.floorDiv(nanos, STEP_NANOS);
        long behind = step - at;
        if (behind < 0) {
            long over = Math.min(-behind, STEPS);
            for (long i = 1; i <= over; i++) {
                queries[Math.floorMod(step + i, STEPS)] = 0;
            }
            step = at;
        }
        if (behind < STEPS) {
            queries[Math.floorMod(at, STEPS)]++;
        }
        int sum = 0;
        for (int count : queries) {
            sum += count;
        }
        return sum;
    }

    /** Takes in a name by its hash. Returns how many distinct ones there were within a minute, as far as they are told apart. */
    int addName(long hash, long nanos) {
        int place = place(hash);
        names[place] = hash;
        asked[place] = place == namesUsed ? nanos : Math.max(asked[place], nanos);
        namesUsed = Math.max(namesUsed, place + 1);
        int recent = 0;
        for (int i = 0; i < namesUsed; i++) {
            recent += nanos - asked[i] < MINUTE_NANOS ? 1 : 0;
        }
        return recent;
    }

    /** Where the name is, or goes: the one that was asked for longest ago makes room. */
    private int place(long hash) {
        int oldest = 0;
        for (int i = 0; i < namesUsed; i++) {
            if (names[i] == hash) {
                return i;
            }
            oldest = asked[i] < asked[oldest] ? i : oldest;
        }
        return namesUsed < NAMES_MAX ? namesUsed : oldest;
    }

    void setExample(QueryName name) {
        exampleLength = name.copy(0, example);
        isExampleWhole = exampleLength == name.length();
    }

    String parent() {
        return text(parent, parentLength);
    }

    /** A name that was asked for, cut where it is long. */
    String example() {
        return text(example, exampleLength) + (isExampleWhole ? "" : "...");
    }

    private static String text(byte[] bytes, int length) {
        return new String(bytes, 0, length, StandardCharsets.US_ASCII);
    }
}
