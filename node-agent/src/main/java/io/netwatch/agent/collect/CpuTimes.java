package io.netwatch.agent.collect;

/**
 * A line {@code cpu} or {@code cpuN} of {@code /proc/stat}, proc_stat(5): user nice system idle iowait irq softirq steal guest
 * guest_nice, in ticks since the machine started. What guests took is in user and nice already.
 *
 * @param name {@code cpu} for all together
 * @param busy ticks in which it did something
 * @param all ticks in which it was there
 */
record CpuTimes(String name, long busy, long all) {
    private static final int IDLE = 4;
    private static final int IO_WAIT = 5;
    private static final int STEAL = 8;

    /** Null when the line is none. */
    static CpuTimes parse(String line) {
        String[] fields = ProcText.fields(line);
        if (fields.length <= STEAL || !fields[0].startsWith("cpu")) {
            return null;
        }
        long all = 0;
        long idle = 0;
        for (int i = 1; i <= STEAL; i++) {
            long ticks = ProcText.number(fields[i]);
            if (ticks < 0) {
                return null;
            }
            all += ticks;
            idle += i == IDLE || i == IO_WAIT ? ticks : 0;
        }
        return new CpuTimes(fields[0], all - idle, all);
    }

    /** Share of the time since then in which it did something, 0.0 to 100.0 with one decimal. */
    double usageSince(CpuTimes before) {
        long elapsed = all - before.all;
        long worked = busy - before.busy; // may fall: iowait is no exact counter
        return elapsed <= 0 ? 0 : ProcText.oneDecimal(Math.max(0, Math.min(100, worked * 100.0 / elapsed)));
    }
}
