package io.netwatch.agent.collect;

import io.netwatch.api.snapshot.HostInfo;
import java.nio.file.Path;
import java.util.List;

/** What a host is: read once and again from time to time, for its uptime. What can't be read is null. */
public final class HostFacts {
    private static final String[] OS_RELEASE = {"/etc/os-release", "/usr/lib/os-release"}; // os-release(5)

    private HostFacts() {}

    /**
     * Never fails.
     *
     * @param proc where procfs is mounted
     * @param host the host's own files
     * @param hostId as in {@link HostInfo}
     * @param hostname the node's name; null = as the host calls itself
     */
    public static HostInfo read(Path proc, HostRoot host, String hostId, String hostname) {
        List<String> cpus = lines(proc.resolve("cpuinfo"));
        return new HostInfo(
                hostId,
                hostname != null ? hostname : ownName(proc, host),
                operatingSystem(host),
                firstLine(ProcText.readOrNull(proc.resolve("sys/kernel/osrelease"))),
                uptime(ProcText.readOrNull(proc.resolve("uptime"))),
                value(cpus, "model name"),
                cores(cpus),
                MemoryInfo.parse(lines(proc.resolve("meminfo"))).total());
    }

    /** {@code /proc/sys/kernel/hostname} comes second, since in a pod it is the pod's. */
    private static String ownName(Path proc, HostRoot host) {
        String name = firstLine(host.read("/etc/hostname"));
        String running = name != null ? name : firstLine(ProcText.readOrNull(proc.resolve("sys/kernel/hostname")));
        return running != null ? running : "unknown";
    }

    private static String operatingSystem(HostRoot host) {
        for (String file : OS_RELEASE) {
            String text = host.read(file);
            String name = text == null ? null : assigned(text.lines().toList(), "PRETTY_NAME=");
            if (name != null) {
                return name;
            }
        }
        return null;
    }

    /** What a shell's assignment assigns. */
    private static String assigned(List<String> lines, String start) {
        return lines.stream()
                .filter(line -> line.startsWith(start))
                .map(line -> unquoted(line.substring(start.length()).strip()))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse(null);
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2
                && (value.startsWith("\"") || value.startsWith("'"))
                && value.charAt(value.length() - 1) == value.charAt(0);
        return quoted ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value;
    }

    private static Long uptime(String text) {
        long seconds = text == null ? -1 : ProcText.number(text.strip().split("[. ]", 2)[0]);
        return seconds < 0 ? null : seconds;
    }

    private static Integer cores(List<String> cpus) {
        int cores = (int) cpus.stream()
                .filter(line -> line.matches("processor\\s*:\\s*\\d+"))
                .count();
        return cores == 0 ? null : cores;
    }

    /** Of {@code name : value}; processors of arm have no model name. */
    private static String value(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name) && line.indexOf(':') > 0)
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse(null);
    }

    private static List<String> lines(Path file) {
        String text = ProcText.readOrNull(file);
        return text == null ? List.of() : text.lines().toList();
    }

    private static String firstLine(String text) {
        return text == null
                ? null
                : text.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .findFirst()
                        .orElse(null);
    }
}
