package io.netwatch.e2e.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * What one run of the testbed calls its own, by name: network namespaces {@code nw-<id>-*}, a cgroup {@code nw-<id>}, a folder
 * {@code /run/netwatch-testbed-<id>}, with a lock file beside it that is locked while the run lives. Whatever an earlier run left
 * behind, killed before it could clean up, goes when the next one begins.
 */
public final class Run implements AutoCloseable {
    private static final Path HOME = Path.of("/run");
    private static final String FOLDER = "netwatch-testbed-";
    private static final String LOCK = ".lock";

    private final String id;
    private final FileChannel channel;
    private final CgroupTree cgroup;

    private Run(String id, FileChannel channel) {
        this.id = id;
        this.channel = channel;
        this.cgroup = new CgroupTree(CgroupTree.mount()).child(prefix(id));
        Folders.create(folder());
    }

    /** Begins a run, after it has removed what others left behind. */
    public static Run begin() {
        sweep();
        String id = Long.toString(ProcessHandle.current().pid());
        return new Run(id, lock(lockFile(id)));
    }

    /** Removes what runs left behind whose process is gone. */
    static void sweep() {
        for (Path file : Folders.list(HOME)) {
            String name = file.getFileName().toString();
            if (name.startsWith(FOLDER) && name.endsWith(LOCK)) {
                sweep(name.substring(FOLDER.length(), name.length() - LOCK.length()), file);
            }
        }
    }

    private static void sweep(String id, Path file) {
        if (id.equals(Long.toString(ProcessHandle.current().pid()))) {
            return; // a run of this very process
        }
        try (FileChannel open = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = open.tryLock()) {
            if (lock != null) {
                remove(id);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileChannel lock(Path file) {
        try {
            FileChannel open = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (open.tryLock() == null) {
                open.close();
                throw new IllegalStateException(file + " is locked by another process");
            }
            return open;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Begins the names of what belongs to the run. */
    String prefix() {
        return prefix(id);
    }

    private static String prefix(String id) {
        return "nw-" + id;
    }

    /** The cgroup in which every process of the run is. */
    CgroupTree cgroup() {
        return cgroup;
    }

    /** For files that go with the run. */
    public Path folder() {
        return folder(id);
    }

    private static Path folder(String id) {
        return HOME.resolve(FOLDER + id);
    }

    private static Path lockFile(String id) {
        return HOME.resolve(FOLDER + id + LOCK);
    }

    NetNamespace namespace(String name) {
        return NetNamespace.create(prefix() + "-" + name);
    }

    @Override
    public void close() {
        remove(id);
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(String id) {
        new CgroupTree(CgroupTree.mount().resolve(prefix(id))).close();
        List<String> namespaces = NetNamespace.names(prefix(id) + "-");
        namespaces.forEach(NetNamespace::remove);
        Folders.deleteWithFiles(folder(id));
        Folders.delete(lockFile(id));
    }
}
