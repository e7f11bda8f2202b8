package io.netwatch.agent.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which process holds a socket, by the links in {@code /proc/<pid>/fd}. What may not be read, as another user's
 * processes without privilege, or is gone meanwhile, stays unknown; nothing is thrown. Used by one thread.
 */
final class SocketOwners {
    private static final String UNIFIED = "0::"; // the line of the cgroup2 hierarchy, cgroups(7)

    private final Path procRoot;
    private final CgroupMounts cgroups;

    SocketOwners(Path procRoot, CgroupMounts cgroups) {
        this.procRoot = procRoot;
        this.cgroups = cgroups;
    }

    /** Owners by socket inode, of those that were found; of a shared socket the first process in order. */
    Map<Long, ProcessOwner> find(Set<Long> sockets, Iterable<Integer> processes) {
        Set<Long> wanted = new HashSet<>(sockets);
        Map<Long, ProcessOwner> owners = new HashMap<>();
        for (int pid : processes) {
            if (wanted.isEmpty()) {
                break;
            }
            findIn(pid, wanted, owners);
        }
        return owners;
    }

    private void findIn(int pid, Set<Long> wanted, Map<Long, ProcessOwner> owners) {
        Path process = procRoot.resolve(Integer.toString(pid));
        ProcessOwner owner = null;
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                long socket = socketOf(descriptor);
                if (wanted.remove(socket)) {
                    owner = owner == null ? describe(pid, process) : owner;
                    owners.put(socket, owner);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // gone, or not ours to read
        }
    }

    private static long socketOf(Path descriptor) {
        try {
            return ObjectLink.inode("socket", Files.readSymbolicLink(descriptor).toString());
        } catch (IOException e) {
            return 0;
        }
    }

    private ProcessOwner describe(int pid, Path process) {
        String path = read(process.resolve("cgroup"))
                .lines()
                .filter(line -> line.startsWith(UNIFIED))
                .findFirst()
                .map(line -> line.substring(UNIFIED.length()))
                .orElse("");
        CgroupMounts.Cgroup cgroup = path.isEmpty() ? CgroupMounts.Cgroup.UNKNOWN : cgroups.find(path);
        return new ProcessOwner(pid, read(process.resolve("comm")).stripTrailing(), cgroup);
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
