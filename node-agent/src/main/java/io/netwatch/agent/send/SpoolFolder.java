package io.netwatch.agent.send;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Set;
import org.jboss.logging.Logger;

/** Where the spool's file lies: for the agent's own user's eyes. */
final class SpoolFolder {
    private static final String FILE = "spool.db";
    private static final String JOURNAL = "spool.db-journal";
    private static final String DAMAGED = "spool.db.damaged";
    private static final String LIBRARY = "lib";

    private static final Logger LOG = Logger.getLogger(SpoolFolder.class);
    private static final FileAttribute<Set<PosixFilePermission>> OWN =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

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
            Files.createFile(folder.resolve(FILE), OWN);
        } catch (FileAlreadyExistsException e) { // SQLite takes it as it is
            return openFile();
        }
        return openFile();
    }

    private SpoolTable openFile() throws SQLException {
        SpoolTable table = SpoolTable.open(folder.resolve(FILE));
        extendJournal();
        return table;
    }

    /**
     * So that it needs no space when the disk has none. It holds nothing while there is no transaction, and zeros are what SQLite takes for
     * the end: sqlite.org/fileformat2.html, "The Rollback Journal".
     */
    private void extendJournal() {
        try (FileChannel journal = FileChannel.open(
                folder.resolve(JOURNAL), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OWN)) {
            long length = journal.size();
            ByteBuffer zeros = ByteBuffer.allocate((int) Math.max(0, SpoolTable.JOURNAL_BYTES - length));
            while (zeros.hasRemaining()) {
                length += journal.write(zeros, length);
            }
            journal.force(true);
        } catch (IOException e) {
            LOG.warn("The spool's journal can't have its full length: " + e
                    + "; snapshots that are lost while the disk is full may go uncounted.");
        }
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
