package io.netwatch.agent.send;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jboss.logging.Logger;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * SQLite itself, which Java loads from a file. Whoever starts Java may say where it is; else it is unpacked beside the spool, once,
 * rather than with each start into the temporary folder, which may not be written to and where a killed agent leaves it.
 */
final class SqliteLibrary {
    private static final Logger LOG = Logger.getLogger(SqliteLibrary.class);
    private static final String PATH = "org.sqlite.lib.path";
    private static final String NAME = "org.sqlite.lib.name";

    private SqliteLibrary() {}

    /** Has no effect once the library is loaded; when it fails, the driver finds its own way. */
    static synchronized void unpackTo(Path folder) {
        if (System.getProperty(PATH) != null) {
            return;
        }
        String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + LibraryLoaderUtil.getNativeLibName();
        String name = SQLiteJDBCLoader.getVersion() + "-" + LibraryLoaderUtil.getNativeLibName();
        Path file = folder.resolve(name);
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(folder);
                unpack(resource, file);
            }
            System.setProperty(PATH, folder.toString());
            System.setProperty(NAME, name);
        } catch (IOException e) {
            LOG.warn("SQLite's library can't be unpacked to " + folder + ": " + e);
        }
    }

    /** Under its name there is all of it, or nothing. */
    private static void unpack(String resource, Path file) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (InputStream in = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("there is none for this machine");
            }
            Files.copy(in, fresh, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
