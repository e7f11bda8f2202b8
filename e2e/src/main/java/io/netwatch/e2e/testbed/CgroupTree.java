package io.netwatch.e2e.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A cgroup of the cgroup2 hierarchy, those below it, and the processes in them. Closing ends them all. */
public final class CgroupTree implements AutoCloseable {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long PAUSE_MS = 5;

    private final Path folder;

    CgroupTree(Path folder) {
        this.folder = folder;
    }

    /** Where the hierarchy is mounted: beside those of version 1 on some machines. */
    static Path mount() {
        // proc_pid_mountinfo(5): the fifth field is the mount point, the first after " - " the type
        return Folders.read(Path.of("/proc/self/mountinfo"))
                .lines()
                .filter(line -> line.contains(" - cgroup2 "))
                .map(line -> Path.of(line.split(" ", -1)[4]))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no cgroup2 hierarchy is mounted"));
    }

    public Path folder() {
        return folder;
    }

    /** Makes one below it; {@code path} without a slash in front. */
    CgroupTree child(String path) {
        return new CgroupTree(Folders.create(folder.resolve(path)));
    }

    /** Its id, as the kernel's programs name it. */
    public long id() {
        try {
            return (Long) Files.getAttribute(folder, "unix:ino");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The processes in it and below it. */
    List<Long> processes() {
        return Folders.deepestFirst(folder).stream()
                .flatMap(each -> Folders.read(each.resolve("cgroup.procs")).lines())
                .map(Long::valueOf)
                .toList();
    }

    /** Ends every process in it; waits until they are gone. */
    void kill() {
        long deadline = System.nanoTime() + PATIENCE_NS;
        for (List<Long> left = processes(); !left.isEmpty(); left = processes()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("processes that do not end: " + left);
            }
            left.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
            pause();
        }
    }

    /** Ends its processes and removes it with those below. */
    @Override
    public void close() {
        kill();
        for (Path each : Folders.deepestFirst(folder)) {
            remove(each);
        }
    }

    /** The kernel lets go of a cgroup a moment after its last process has been reaped. */
    private static void remove(Path cgroup) {
        long deadline = System.nanoTime() + PATIENCE_NS;
        while (true) {
            try {
                Files.deleteIfExists(cgroup);
                return;
            } catch (IOException e) {
                if (System.nanoTime() > deadline) {
                    throw new UncheckedIOException(e);
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
