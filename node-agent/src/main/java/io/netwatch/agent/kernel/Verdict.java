package io.netwatch.agent.kernel;

import io.netwatch.agent.event.Direction;
import io.netwatch.agent.libbpf.NativeMemory;

/**
 * What is done with a cgroup's connections: {@code struct verdict_value} of event.h. It holds at once, for those that are open, too.
 *
 * @param share SAMPLE: details of so many connections in {@link #SHARE_ALL}, 0 = of none, totals count them all; else {@link #SHARE_ALL}
 * @param directions those that are wanted, as {@link #direction} each; connections of others are ignored
 * @param perSecond events that are told one by one within a second, totals count the others; 0 = no limit
 */
public record Verdict(Choice choice, int share, int directions, int perSecond) {
    static final int CHOICE = 0;
    static final int SHARE = 4;
    static final int DIRECTIONS = 8;
    static final int PER_SECOND = 12;

    /** {@code SHARE_ALL} of event.h. */
    public static final int SHARE_ALL = 10_000;

    /** Also of connections whose direction is not known. */
    public static final int DIRECTIONS_ALL = 7;

    public static final Verdict WATCH = new Verdict(Choice.WATCH, SHARE_ALL, DIRECTIONS_ALL, 0);
    public static final Verdict IGNORE = new Verdict(Choice.IGNORE, SHARE_ALL, DIRECTIONS_ALL, 0);

    /** {@code enum verdict} of event.h. */
    public enum Choice {
        WATCH(0),
        IGNORE(1),
        SAMPLE(2);

        private final int code;

        Choice(int code) {
            this.code = code;
        }
    }

    public Verdict {
        if (share < 0 || share > SHARE_ALL) {
            throw new IllegalArgumentException("A share is 0 to " + SHARE_ALL + ", not " + share);
        }
        if (directions < 0 || directions > DIRECTIONS_ALL) {
            throw new IllegalArgumentException("Directions are 0 to " + DIRECTIONS_ALL + ", not " + directions);
        }
        if (perSecond < 0) {
            throw new IllegalArgumentException("A limit is not negative: " + perSecond);
        }
    }

    public static Verdict sample(int share) {
        return new Verdict(Choice.SAMPLE, share, DIRECTIONS_ALL, 0);
    }

    /** The bit of a direction in {@link #directions}. */
    public static int direction(Direction direction) {
        return 1 << direction.code();
    }

    void write(long at) {
        NativeMemory.putInt(at + CHOICE, choice.code);
        NativeMemory.putInt(at + SHARE, share);
        NativeMemory.putInt(at + DIRECTIONS, directions);
        NativeMemory.putInt(at + PER_SECOND, perSecond);
    }
}
