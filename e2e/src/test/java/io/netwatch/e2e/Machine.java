package io.netwatch.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the testbed could leave behind on this machine, at one moment.
 *
 * @param namespaces network namespaces with the testbed's names
 * @param links in the machine's own network namespace
 * @param rules of nftables there
 * @param cgroups with the testbed's names
 * @param folders under {@code /run}
 * @param processes in the testbed's cgroups
 */
record Machine(
        Set<String> namespaces,
        String links,
        String rules,
        Set<String> cgroups,
        Set<String> folders,
        Set<String> processes) {
    private static final Path CGROUPS = cgroupMount();

    static Machine now() {
        Set<String> cgroups = names(CGROUPS, "nw-");
        Set<String> processes = new TreeSet<>();
        cgroups.forEach(name -> processes.addAll(processes(CGROUPS.resolve(name))));
        return new Machine(
                names(Path.of("/run/netns"), "nw-"),
                command("ip", "-o", "link", "show").replaceAll("qlen.*|state.*|mtu.*", ""),
                command("nft", "list", "ruleset"),
                cgroups,
                names(Path.of("/run"), "netwatch-testbed-"),
                processes);
    }

    private static Set<String> names(Path folder, String prefix) {
        if (!Files.isDirectory(folder)) {
            return Set.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith(prefix))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> processes(Path cgroup) {
        try (Stream<Path> all = Files.walk(cgroup)) {
            Set<String> processes = new TreeSet<>();
            for (Path file : all.filter(path -> path.endsWith("cgroup.procs")).toList()) {
                processes.addAll(Files.readAllLines(file));
            }
            return processes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path cgroupMount() {
        try {
            return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                    .filter(line -> line.contains(" - cgroup2 "))
                    .map(line -> Path.of(line.split(" ", -1)[4]))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command and returns what it printed. */
    static String command(String... command) {
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
