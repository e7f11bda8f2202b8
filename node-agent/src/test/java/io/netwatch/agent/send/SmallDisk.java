package io.netwatch.agent.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netwatch.agent.testbed.Command;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of 3 MiB that others fill. */
final class SmallDisk implements AutoCloseable {
    private static final long MAX_BYTES = 1024 * 1024;

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /**
     * Skips the test that may not mount.
     *
     * @param library where SQLite's is loaded from, which alone would fill the disk
     */
    static SmallDisk mount(Path folder, Path library) throws IOException {
        Spool.open(library, MAX_BYTES).close();
        assumeTrue("root".equals(System.getProperty("user.name")), "mounting takes root");
        Command.run("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", folder.toString());
        return new SmallDisk(folder);
    }

    Path spool() {
        return folder.resolve("spool");
    }

    void fill() throws IOException {
        try (OutputStream out = Files.newOutputStream(folder.resolve("others"))) {
            byte[] block = new byte[1024];
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    void free() throws IOException {
        Files.delete(folder.resolve("others"));
    }

    @Override
    public void close() {
        Command.run("umount", folder.toString());
    }
}
