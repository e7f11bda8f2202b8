package io.netwatch.e2e.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * A folder whose files all change at one moment, as those of ConfigMaps and Secrets do in a pod: each is a link into a folder that
 * the link {@code ..data} leads to, and that link is replaced (Kubernetes, {@code pkg/volume/util/atomic_writer.go}). Not for more
 * than one thread at a time.
 */
final class AtomicFolder {
    private static final String DATA = "..data";
    private static final String NEW_DATA = "..data_tmp";

    private final Path folder;
    private int versions;

    AtomicFolder(Path folder) {
        this.folder = Folders.create(folder);
    }

    /** From here on it has these files and no others. */
    void replace(Map<String, byte[]> files) {
        try {
            Path before =
                    Files.exists(folder.resolve(DATA)) ? folder.resolve(DATA).toRealPath() : null;
            Path version = Folders.create(folder.resolve("..version_" + versions++));
            files.forEach((name, bytes) -> Folders.write(version.resolve(name), bytes));
            Path link = Files.createSymbolicLink(folder.resolve(NEW_DATA), version.getFileName());
            Files.move(link, folder.resolve(DATA), StandardCopyOption.ATOMIC_MOVE);
            for (String name : files.keySet()) {
                if (!Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
                    Files.createSymbolicLink(folder.resolve(name), Path.of(DATA, name));
                }
            }
            removeLinksBut(files);
            if (before != null) {
                Folders.deleteWithFiles(before);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void removeLinksBut(Map<String, byte[]> files) {
        for (Path entry : Folders.list(folder)) {
            String name = entry.getFileName().toString();
            if (!name.startsWith("..") && !files.containsKey(name)) {
                Folders.delete(entry);
            }
        }
    }
}
