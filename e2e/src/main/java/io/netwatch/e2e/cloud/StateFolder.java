package io.netwatch.e2e.cloud;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Where the receiver's CA and API key lie. What it wrote goes when it is closed, the folder too if it was made here. */
final class StateFolder implements AutoCloseable {
    private static final Path DEFAULT = Path.of("/run/netwatch-cloud");
    private static final int KEY_BYTES = 24;

    private final Path folder;
    private final List<Path> written = new ArrayList<>();

    private StateFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes it, if need be.
     *
     * @param chosen null = one below {@code /run}, or a temporary one where that can't be written
     */
    static StateFolder open(Path chosen) throws IOException {
        Path folder = chosen != null ? chosen : Files.isWritable(DEFAULT.getParent()) ? DEFAULT : null;
        if (folder == null) {
            folder = Files.createTempDirectory("netwatch-cloud-");
        }
        StateFolder state = new StateFolder(folder);
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
        }
        if (chosen == null) {
            state.written.add(folder);
        }
        return state;
    }

    /** A key that nobody knows, as the cloud makes them; in a file that its owner alone may read. */
    Path newKey() throws IOException {
        byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        return write(
                "api-key", "nw_ak_" + Base64.getUrlEncoder().withoutPadding().encodeToString(random), "rw-------");
    }

    Path write(String name, String text, String permissions) throws IOException {
        Path file = folder.resolve(name);
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)));
        Files.writeString(file, text);
        written.add(file);
        return file;
    }

    @Override
    public void close() {
        for (int i = written.size() - 1; i >= 0; i--) {
            try {
                Files.deleteIfExists(written.get(i));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
