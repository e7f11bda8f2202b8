package io.netwatch.agent.collect;

import java.util.List;

/**
 * {@code /proc/meminfo}, in bytes; null = the kernel does not say.
 *
 * @param available what programs could get without swapping, as the kernel estimates it
 */
record MemoryInfo(Long total, Long available, Long swapTotal, Long swapFree) {
    private static final long UNIT = 1024; // "kB" means KiB: proc_meminfo(5)

    static MemoryInfo parse(List<String> lines) {
        return new MemoryInfo(
                value(lines, "MemTotal:"),
                value(lines, "MemAvailable:"),
                value(lines, "SwapTotal:"),
                value(lines, "SwapFree:"));
    }

    Long used() {
        return total == null || available == null ? null : Math.max(0, total - available);
    }

    Long swapUsed() {
        return swapTotal == null || swapFree == null ? null : Math.max(0, swapTotal - swapFree);
    }

    private static Long value(List<String> lines, String name) {
        for (String line : lines) {
            String[] fields = ProcText.fields(line);
            if (fields.length == 3 && fields[0].equals(name) && fields[2].equals("kB")) {
                long value = ProcText.number(fields[1]);
                return value < 0 || value > Long.MAX_VALUE / UNIT ? null : Long.valueOf(value * UNIT);
            }
        }
        return null;
    }
}
