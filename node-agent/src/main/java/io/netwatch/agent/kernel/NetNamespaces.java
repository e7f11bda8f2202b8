package io.netwatch.agent.kernel;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The processes of one look at {@code /proc}, by their network namespace; those whose namespace may not be read are
 * left out. A namespace without a process is not found.
 */
final class NetNamespaces {
    private static final int MAX_PID_DIGITS = 7; // PID_MAX_LIMIT, include/linux/threads.h: 4,194,304
    private static final long MAX_INODE = 0xffff_ffffL;

    private final SortedMap<Long, SortedSet<Integer>> processes = new TreeMap<>();

    private NetNamespaces() {}

    /** Throws when the folder itself cannot be read; a process that is gone meanwhile is skipped. */
    static NetNamespaces read(Path procRoot) throws IOException {
        NetNamespaces found = new NetNamespaces();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(procRoot, NetNamespaces::isProcess)) {
            for (Path entry : entries) {
                found.add(entry);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return found;
    }

    /** Inodes of the namespaces. */
    Set<Long> all() {
        return processes.keySet();
    }

    /** Processes in a namespace, lowest number first. */
    Set<Integer> processesIn(long netns) {
        return processes.get(netns);
    }

    /** Every process, those of some namespaces first. */
    Set<Integer> processesFirstIn(Set<Long> namespaces) {
        Set<Integer> ordered = new LinkedHashSet<>();
        namespaces.forEach(netns -> ordered.addAll(processes.get(netns)));
        processes.values().forEach(ordered::addAll);
        return ordered;
    }

    private static boolean isProcess(Path entry) {
        String name = entry.getFileName().toString();
        return name.length() <= MAX_PID_DIGITS && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private void add(Path process) {
        try {
            String link = Files.readSymbolicLink(process.resolve("ns/net")).toString();
            long netns = ObjectLink.inode("net", link);
            if (netns > 0 && netns <= MAX_INODE) {
                processes
                        .computeIfAbsent(netns, key -> new TreeSet<>())
                        .add(Integer.parseInt(process.getFileName().toString()));
            }
        } catch (IOException e) {
            // gone, or another user's: its namespace is found through another process, or not at all
        }
    }
}
