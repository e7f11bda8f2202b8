package io.netwatch.agent.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** A cgroup of the test's own. Closing removes it; processes in it must have ended. */
public final class Cgroup implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Path directory;
    private final String path;

    private Cgroup(Path directory, String path) {
        this.directory = directory;
        this.path = path;
    }

    /** In the cgroup2 hierarchy. */
    public static Cgroup create() {
        return under(mountOf(" - cgroup2 "));
    }

    /** In the memory hierarchy of cgroup v1; null on a machine without one. */
    public static Cgroup createV1() {
        Path memory = Path.of("/sys/fs/cgroup/memory");
        return Files.isDirectory(memory) ? under(memory) : null;
    }

    private static Cgroup under(Path root) {
        String path = "/nwtest-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet() + "/leaf";
        Path directory = root.resolve(path.substring(1));
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Cgroup(directory, path);
    }

    private static Path mountOf(String type) {
        try {
            return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                    .filter(line -> line.contains(type))
                    .map(line -> Path.of(line.split(" ", -1)[4]))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no mount of type" + type));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its path below the hierarchy's root. */
    public String path() {
        return path;
    }

    /** Its id, as the kernel's programs name it. */
    public long id() {
        try {
            return (Long) Files.getAttribute(directory, "unix:ino");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void add(long pid) {
        try {
            Files.writeString(directory.resolve("cgroup.procs"), Long.toString(pid));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            Files.delete(directory);
            Files.delete(directory.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
