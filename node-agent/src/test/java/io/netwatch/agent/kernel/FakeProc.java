package io.netwatch.agent.kernel;

import io.netwatch.agent.event.TcpState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder that looks like {@code /proc}, with a cgroup2 hierarchy beside it. */
final class FakeProc {
    static final String HEADING =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
    static final int UID = 1000;

    private final Path root;
    private final Path cgroups;

    FakeProc(Path folder) throws IOException {
        root = Files.createDirectories(folder.resolve("proc"));
        cgroups = Files.createDirectories(folder.resolve("cgroup"));
        Files.createDirectories(root.resolve("self"));
        Files.writeString(
                root.resolve("self/mountinfo"), "41 31 0:38 / " + cgroups + " rw,relatime - cgroup2 cgroup2 rw\n");
        Files.createDirectories(root.resolve("sys/net"));
        Files.writeString(root.resolve("uptime"), "1.00 1.00\n");
    }

    Path root() {
        return root;
    }

    /** Adds a process with empty tables. */
    void process(int pid, long netns, String comm, String cgroup) throws IOException {
        Path process = process(pid);
        Files.createDirectories(process.resolve("ns"));
        Files.createDirectories(process.resolve("net"));
        Files.createDirectories(process.resolve("fd"));
        Files.createSymbolicLink(process.resolve("ns/net"), Path.of("net:[" + netns + "]"));
        Files.createSymbolicLink(process.resolve("fd/0"), Path.of("pipe:[1]"));
        Files.writeString(process.resolve("comm"), comm + "\n");
        Files.writeString(process.resolve("cgroup"), "4:memory:/elsewhere\n0::" + cgroup + "\n");
        Files.createDirectories(cgroups.resolve(cgroup.substring(1)));
        tcp(pid);
        tcp6(pid);
    }

    void tcp(int pid, String... rows) throws IOException {
        Files.writeString(process(pid).resolve("net/tcp"), HEADING + String.join("", rows));
    }

    void tcp6(int pid, String... rows) throws IOException {
        Files.writeString(process(pid).resolve("net/tcp6"), HEADING + String.join("", rows));
    }

    /** Gives a process a descriptor of a socket. */
    void hold(int pid, long socket) throws IOException {
        Files.createSymbolicLink(process(pid).resolve("fd/" + socket), Path.of("socket:[" + socket + "]"));
    }

    long cgroupId(String path) throws IOException {
        return (Long) Files.getAttribute(cgroups.resolve(path.substring(1)), "unix:ino");
    }

    /** Removes a process's files below a path of its own; {@code ""} for the process. */
    void remove(int pid, String path) throws IOException {
        try (Stream<Path> files = Files.walk(process(pid).resolve(path))) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.delete(file);
            }
        }
    }

    Path process(int pid) {
        return root.resolve(Integer.toString(pid));
    }

    /** A line as the kernel writes it; the ends are {@code 10.0.0.1:443} or {@code v6 in 32 digits:443}. */
    static String row(String local, String peer, TcpState state, long inode) {
        int timer = state == TcpState.TIME_WAIT ? 3 : 0;
        return String.format(
                "%4d: %s %s %02X 00000000:00000000 %02X:00000000 00000000 %5d        0 %d 1 0000000000000000 20 4 0%n",
                0, end(local), end(peer), state.code(), timer, UID, inode);
    }

    private static String end(String end) {
        String[] parts = end.split(":", -1);
        String port = String.format(":%04X", Integer.parseInt(parts[1]));
        if (parts[0].length() == 32) {
            return parts[0] + port;
        }
        StringBuilder address = new StringBuilder();
        for (String octet : parts[0].split("\\.", -1)) {
            address.insert(0, String.format("%02X", Integer.parseInt(octet)));
        }
        return address + port;
    }
}
