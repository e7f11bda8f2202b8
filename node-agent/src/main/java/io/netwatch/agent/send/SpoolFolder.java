package io.netwatch.agent.send;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;

/** Where the spool's file lies: for the agent's own user's eyes. */
final class SpoolFolder {
    private static final String FILE = "spool.db";
    private static final String JOURNAL = "spool.db-journal";
    private static final String DAMAGED = "spool.db.damaged";
    private static final String LIBRARY = "lib";

    private final Path folder;

    SpoolFolder(Path folder) {
        this.folder = folder;
    }

    /** Makes what is missing. */
    void prepare() throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        SqliteLibrary.unpackTo(folder.resolve(LIBRARY));
    }

    SpoolTable open() throws SQLException, IOException {
        prepare();
        try {
            Files.createFile(
                    folder.resolve(FILE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) { // SQLite takes it as it is
            return SpoolTable.open(folder.resolve(FILE));
        }
        return SpoolTable.open(folder.resolve(FILE));
    }

    /** Whether somebody removed the file: SQLite would go on writing to what has no name. */
    boolean isGone() {
        return !Files.exists(folder.resolve(FILE));
    }

    /** Keeps a damaged file for whoever wants to look, in the place of an earlier one; returns where. */
    Path setAside() throws IOException {
        Files.deleteIfExists(folder.resolve(JOURNAL));
        return Files.move(folder.resolve(FILE), folder.resolve(DAMAGED), StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
