package io.netwatch.agent.collect;

import io.netwatch.api.snapshot.SystemMetric;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * CPU, memory and load of the machine. CPU usage is over the time since the read before: the first read has none. A CPU that is offline
 * is left out; one that has just come shows 0.0. Used by one thread.
 */
public final class SystemLoad {
    private static final String ALL = "cpu";
    private static final int LOADS = 3;

    private final Path proc;
    private Map<String, CpuTimes> before = Map.of();

    /** {@code proc} is where procfs is mounted; these files of it are the machine's in every container. */
    public SystemLoad(Path proc) {
        this.proc = proc;
    }

    /** What a file does not say is null. Fails when one can't be read. */
    public SystemMetric read() throws IOException {
        MemoryInfo memory = MemoryInfo.parse(ProcText.lines(proc.resolve("meminfo")));
        Double[] loads = loads(ProcText.read(proc.resolve("loadavg")));
        Map<String, CpuTimes> now = cpus(ProcText.lines(proc.resolve("stat")));
        Map<String, CpuTimes> then = before;
        before = now;
        return new SystemMetric(
                then.containsKey(ALL) && now.containsKey(ALL) ? usage(ALL, then, now) : null,
                memory.total(),
                memory.used(),
                memory.available(),
                loads[0],
                loads[1],
                loads[2],
                memory.swapTotal(),
                memory.swapUsed(),
                then.isEmpty() ? null : perCore(then, now));
    }

    private static Map<String, CpuTimes> cpus(List<String> lines) {
        Map<String, CpuTimes> cpus = new LinkedHashMap<>();
        for (String line : lines) {
            CpuTimes times = CpuTimes.parse(line);
            if (times != null) {
                cpus.put(times.name(), times);
            }
        }
        return cpus;
    }

    private static List<Double> perCore(Map<String, CpuTimes> then, Map<String, CpuTimes> now) {
        List<Double> usages = new ArrayList<>();
        for (String name : now.keySet()) {
            if (!name.equals(ALL)) {
                usages.add(usage(name, then, now));
            }
        }
        return usages;
    }

    private static Double usage(String name, Map<String, CpuTimes> then, Map<String, CpuTimes> now) {
        CpuTimes times = now.get(name);
        return times.usageSince(then.getOrDefault(name, times));
    }

    /** Of {@code 0.52 0.58 0.59 1/967 12345}: the first three, or nulls. */
    private static Double[] loads(String text) {
        String[] fields = ProcText.fields(text);
        Double[] loads = new Double[LOADS];
        for (int i = 0; i < Math.min(LOADS, fields.length); i++) {
            loads[i] = fields[i].matches("\\d{1,9}\\.\\d\\d") ? Double.valueOf(fields[i]) : null;
        }
        return loads;
    }
}
