package io.netwatch.agent.send;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.LongPredicate;
import org.sqlite.JDBC;

/**
 * The spool's tables in one SQLite file. What belongs together is changed in one transaction, which is on the disk when {@link
 * #commit} returns: it is there after kill -9 and after a power failure, whole or not at all. Used by one thread at a time.
 */
final class SpoolTable implements AutoCloseable {
    private static final int PAGE_BYTES = 4096;
    /** Of a page that holds a part of a long value; the rest is the next page's number. */
    private static final int PAYLOAD_BYTES = PAGE_BYTES - 4;

    private static final int RESERVE_PAGES = 4;
    /** What a row may need besides: its leaf, the index's, and what splits above them. */
    private static final int ROW_PAGES = 4;
    /** Of the journal: what it keeps when nothing is in it. */
    static final int JOURNAL_BYTES = 64 * 1024;

    /** An emptied file that is larger is given back. */
    private static final int SMALL_PAGES = 64;

    /** The file is locked while it is open; the journal stays, so that a full disk has room for what frees some. */
    private static final List<String> SETTINGS = List.of(
            "PRAGMA writable_schema=ON", // until check(): so the counters of a torn file can be read
            "PRAGMA locking_mode=EXCLUSIVE",
            "PRAGMA synchronous=FULL",
            "PRAGMA journal_mode=PERSIST",
            "PRAGMA journal_size_limit=" + JOURNAL_BYTES,
            "PRAGMA cache_size=-256",
            "PRAGMA temp_store=MEMORY",
            "PRAGMA trusted_schema=OFF",
            "PRAGMA cell_size_check=ON");

    private static final List<String> SCHEMA = List.of(
            "CREATE TABLE IF NOT EXISTS snapshot (seq INTEGER PRIMARY KEY, queue TEXT NOT NULL, taken INTEGER NOT NULL,"
                    + " size INTEGER NOT NULL, crc INTEGER NOT NULL, packed BLOB NOT NULL)",
            "CREATE INDEX IF NOT EXISTS snapshot_queue ON snapshot (queue)",
            "CREATE TABLE IF NOT EXISTS counter (queue TEXT NOT NULL, name TEXT NOT NULL, value INTEGER NOT NULL,"
                    + " PRIMARY KEY (queue, name)) WITHOUT ROWID");

    private final Connection connection;
    private final Statement statement;

    private SpoolTable(Connection connection) throws SQLException {
        this.connection = connection;
        this.statement = connection.createStatement();
    }

    /** Locks the file, and makes it when there is none. */
    static SpoolTable open(Path file) throws SQLException {
        SpoolTable table = new SpoolTable(connect(file));
        try {
            for (String setting : SETTINGS) {
                table.statement.execute(setting);
            }
            table.execute("BEGIN EXCLUSIVE");
            for (String part : SCHEMA) {
                table.execute(part);
            }
            table.commit();
            return table;
        } catch (SQLException e) {
            table.close();
            throw e;
        }
    }

    private static Connection connect(Path file) throws SQLException {
        try {
            return JDBC.createConnection("jdbc:sqlite:" + file, new Properties());
        } catch (LinkageError e) {
            throw new SQLException("SQLite's library can't be loaded: " + e.getMessage(), e);
        }
    }

    /** Reads all of the file; throws when its structure is damaged. */
    void check() throws SQLException {
        execute("PRAGMA writable_schema=OFF");
        try (ResultSet rows = statement.executeQuery("PRAGMA quick_check(1)")) {
            String found = rows.next() ? rows.getString(1) : "nothing";
            if (!"ok".equals(found)) {
                throw new SQLException(found, null, SpoolFault.CORRUPT);
            }
        }
    }

    void begin() throws SQLException {
        execute("BEGIN IMMEDIATE");
    }

    void commit() throws SQLException {
        execute("COMMIT");
    }

    /** Undoes what was not committed; does nothing when SQLite did already. */
    void rollback() {
        try {
            execute("ROLLBACK");
        } catch (SQLException e) {
            return; // there is no transaction, or the file is beyond use: the next statement tells
        }
    }

    void insert(Spooled one) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO snapshot VALUES (?,?,?,?,?,?)")) {
            insert.setLong(1, one.seq());
            insert.setString(2, one.queue());
            insert.setLong(3, one.taken().toEpochMilli());
            insert.setInt(4, one.size());
            insert.setLong(5, one.checksum());
            insert.setBytes(6, one.packed().bytes());
            insert.executeUpdate();
        }
    }

    void delete(long seq) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM snapshot WHERE seq=?")) {
            delete.setLong(1, seq);
            delete.executeUpdate();
        }
    }

    /** All of a queue, and what is known of it. */
    void forget(String queue) throws SQLException {
        for (String table : List.of("snapshot", "counter")) {
            try (PreparedStatement delete = connection.prepareStatement("DELETE FROM " + table + " WHERE queue=?")) {
                delete.setString(1, queue);
                delete.executeUpdate();
            }
        }
    }

    /** How many bytes one takes, compressed; -1 when there is none. */
    long length(long seq) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT length(packed) FROM snapshot WHERE seq=?")) {
            select.setLong(1, seq);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? rows.getLong(1) : -1;
            }
        }
    }

    /** Of a queue; -1 when it is empty. */
    long oldest(String queue) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT seq FROM snapshot WHERE queue=? ORDER BY seq LIMIT 1")) {
            select.setString(1, queue);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? rows.getLong(1) : -1;
            }
        }
    }

    /**
     * The oldest of a queue whose JSON together has at most {@code bytes}, but at least one.
     *
     * @param wanted which to give, by their number
     * @param damaged told of each whose bytes are not those that were written, and that is therefore left out
     */
    List<Spooled> read(String queue, int count, long bytes, LongPredicate wanted, List<Long> damaged)
            throws SQLException {
        List<Spooled> found = new ArrayList<>();
        long room = bytes;
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT seq, taken, size, crc, packed FROM snapshot WHERE queue=? ORDER BY seq")) {
            select.setString(1, queue);
            try (ResultSet rows = select.executeQuery()) {
                while (found.size() < count && rows.next()) {
                    int size = rows.getInt(3);
                    if (!wanted.test(rows.getLong(1))) {
                        continue;
                    }
                    if (!found.isEmpty() && size > room) {
                        break;
                    }
                    Spooled one = new Spooled(
                            rows.getLong(1),
                            queue,
                            Instant.ofEpochMilli(rows.getLong(2)),
                            Packed.read(rows.getBytes(5), size));
                    if (one.checksum() == rows.getLong(4)) {
                        room -= size;
                        found.add(one);
                    } else {
                        damaged.add(one.seq());
                    }
                }
            }
        }
        return found;
    }

    /** How many wait in a queue, and how many bytes they take. */
    record Waiting(String queue, long count, long bytes) {
        static final Waiting NONE = new Waiting("", 0, 0);
    }

    List<Waiting> waiting() throws SQLException {
        List<Waiting> found = new ArrayList<>();
        try (ResultSet rows =
                statement.executeQuery("SELECT queue, count(*), sum(length(packed)) FROM snapshot GROUP BY queue")) {
            while (rows.next()) {
                found.add(new Waiting(rows.getString(1), rows.getLong(2), rows.getLong(3)));
            }
        }
        return found;
    }

    void setCounter(String queue, String name, long value) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement("INSERT INTO counter VALUES (?,?,?)"
                + " ON CONFLICT (queue, name) DO UPDATE SET value=excluded.value WHERE value<>excluded.value")) {
            upsert.setString(1, queue);
            upsert.setString(2, name);
            upsert.setLong(3, value);
            upsert.executeUpdate();
        }
    }

    /** Keeps a few pages for the counters of queues that begin while the disk is full. */
    void reserve() throws SQLException {
        execute("INSERT OR IGNORE INTO counter VALUES ('', 'reserve', zeroblob(" + RESERVE_PAGES * PAGE_BYTES + "))");
    }

    void useReserve() throws SQLException {
        execute("DELETE FROM counter WHERE queue='' AND name='reserve'");
    }

    /** By queue and name. */
    Map<String, Map<String, Long>> counters() throws SQLException {
        Map<String, Map<String, Long>> found = new HashMap<>();
        try (ResultSet rows = statement.executeQuery("SELECT queue, name, value FROM counter")) {
            while (rows.next()) {
                found.computeIfAbsent(rows.getString(1), queue -> new HashMap<>())
                        .put(rows.getString(2), rows.getLong(3));
            }
        }
        return found;
    }

    /** What one of so many bytes takes at most, in pages. */
    static long pages(int packedBytes) {
        return packedBytes / PAYLOAD_BYTES + 1L + ROW_PAGES;
    }

    static long pagesOf(long bytes) {
        return bytes / PAGE_BYTES;
    }

    long usedPages() throws SQLException {
        return number("PRAGMA page_count") - number("PRAGMA freelist_count");
    }

    /** Gives the file's space back to the disk; quick when it is empty. */
    void shrink() throws SQLException {
        if (number("PRAGMA page_count") > SMALL_PAGES) {
            execute("VACUUM");
        }
    }

    private long number(String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    private void execute(String sql) throws SQLException {
        statement.execute(sql);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            return; // what was committed is there
        }
    }
}
