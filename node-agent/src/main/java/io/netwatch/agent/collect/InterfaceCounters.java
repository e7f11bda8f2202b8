package io.netwatch.agent.collect;

/**
 * A line of {@code /proc/net/dev}, as dev_seq_printf_stats of net/core/net-procfs.c writes it:
 *
 * <pre>
 *  face |bytes packets errs drop fifo frame compressed multicast|bytes packets errs drop fifo colls carrier compressed
 *   eth0: 351179059 14613 0 0 0 0 0 0 1912555 11066 0 0 0 0 0 0
 * </pre>
 *
 * @param rxDrops those that the driver missed are among them
 */
record InterfaceCounters(
        String name,
        long rxBytes,
        long rxPackets,
        long rxErrors,
        long rxDrops,
        long txBytes,
        long txPackets,
        long txErrors,
        long txDrops) {
    private static final int COLUMNS = 16;
    private static final int TX = 8;

    /** Null when the line is none. */
    static InterfaceCounters parse(String line) {
        int colon = line.indexOf(':');
        String[] fields = ProcText.fields(line.substring(colon + 1));
        String name = line.substring(0, Math.max(0, colon)).strip();
        if (!isName(name) || fields.length != COLUMNS) {
            return null;
        }
        long[] values = new long[COLUMNS];
        for (int i = 0; i < COLUMNS; i++) {
            values[i] = ProcText.number(fields[i]);
            if (values[i] < 0) {
                return null;
            }
        }
        return new InterfaceCounters(
                name,
                values[0],
                values[1],
                values[2],
                values[3],
                values[TX],
                values[TX + 1],
                values[TX + 2],
                values[TX + 3]);
    }

    /** As dev_valid_name of net/core/dev.c: it may be a file's name. */
    private static boolean isName(String name) {
        return !name.isEmpty()
                && !name.equals(".")
                && !name.equals("..")
                && name.chars().noneMatch(c -> c <= ' ' || c == '/');
    }

    /** Whether any counter of bytes or packets is below what it was: the interface is another one, or has begun anew. */
    boolean fellSince(InterfaceCounters before) {
        return rxBytes < before.rxBytes
                || txBytes < before.txBytes
                || rxPackets < before.rxPackets
                || txPackets < before.txPackets;
    }
}
