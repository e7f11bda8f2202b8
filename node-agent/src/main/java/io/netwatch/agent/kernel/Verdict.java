package io.netwatch.agent.kernel;

import io.netwatch.agent.libbpf.NativeMemory;

/**
 * What is done with a cgroup's connections: {@code struct verdict_value} of event.h.
 *
 * @param oneIn SAMPLE: details of one connection in so many, at least 1; else 1
 */
public record Verdict(Choice choice, int oneIn) {
    static final int CHOICE = 0;
    static final int ONE_IN = 4;

    public static final Verdict WATCH = new Verdict(Choice.WATCH, 1);
    public static final Verdict IGNORE = new Verdict(Choice.IGNORE, 1);

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
        if (oneIn < 1) {
            throw new IllegalArgumentException("A sample is one connection in at least 1, not in " + oneIn);
        }
    }

    public static Verdict sample(int oneIn) {
        return new Verdict(Choice.SAMPLE, oneIn);
    }

    void write(long at) {
        NativeMemory.putInt(at + CHOICE, choice.code);
        NativeMemory.putInt(at + ONE_IN, oneIn);
    }
}
