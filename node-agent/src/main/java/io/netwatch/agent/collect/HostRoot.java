package io.netwatch.agent.collect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * The host's file system, seen through a folder such as {@code /proc/1/root}. A link in it that begins with {@code /} means the host's
 * root, which the kernel would take for ours: links are followed here.
 */
public final class HostRoot {
    private static final int MAX_LINKS = 40; // MAXSYMLINKS, include/linux/namei.h

    private final Path root;

    /** {@code root} is {@code /} when this process sees the host's files as they are. */
    public HostRoot(Path root) {
        this.root = root;
    }

    /**
     * Where a file of the host's is, which need not exist.
     *
     * @param path as on the host, such as {@code /etc/resolv.conf}
     */
    Path find(String path) {
        Deque<Path> rest = new ArrayDeque<>();
        prepend(Path.of(path), rest);
        Path found = root;
        int links = 0;
        while (!rest.isEmpty()) {
            Path next = found.resolve(rest.pop());
            if (next.endsWith("..")) {
                found = found.equals(root) ? root : found.getParent();
            } else if (links < MAX_LINKS && Files.isSymbolicLink(next)) {
                Path target = target(next);
                found = target.isAbsolute() ? root : found;
                prepend(target, rest);
                links++;
            } else {
                found = next;
            }
        }
        return found;
    }

    /** Its text; null when it can't be read. */
    String read(String path) {
        return ProcText.readOrNull(find(path));
    }

    private static Path target(Path link) {
        try {
            return Files.readSymbolicLink(link);
        } catch (IOException e) {
            return Path.of(""); // gone meanwhile
        }
    }

    private static void prepend(Path path, Deque<Path> rest) {
        Deque<Path> names = new ArrayDeque<>();
        path.forEach(names::push);
        for (Iterator<Path> last = names.iterator(); last.hasNext(); ) {
            rest.push(last.next());
        }
    }
}
