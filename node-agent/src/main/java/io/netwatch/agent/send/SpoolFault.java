package io.netwatch.agent.send;

import java.sql.SQLException;

/** What is wrong with a spool's file, by SQLite's primary result codes: sqlite.org/rescode.html. */
enum SpoolFault {
    /** Another process has it. */
    LOCKED("is used by another process"),
    /** The disk, or the quota, is full. */
    DISK_FULL("finds the disk full; free some space, snapshots are dropped and counted meanwhile"),
    /** What is in it is no spool, or not all of one, or it was removed. */
    DAMAGED("is damaged"),
    /** The disk or its file system fails. */
    FAILED("can't be written or read; snapshots are dropped and counted meanwhile");

    /** SQLITE_CORRUPT. */
    static final int CORRUPT = 11;

    /** With statements that are right: what is in the file doesn't fit them. */
    private static final int ERROR = 1;

    private static final int BUSY = 5;
    private static final int LOCKED_TABLE = 6;
    private static final int FULL = 13;
    private static final int CONSTRAINT = 19;
    private static final int MISMATCH = 20;
    private static final int NOT_A_DATABASE = 26;
    private static final int PRIMARY = 0xff;

    private final String sentence;

    SpoolFault(String sentence) {
        this.sentence = sentence;
    }

    /** Begins with a verb. */
    String sentence() {
        return sentence;
    }

    static SpoolFault of(SQLException e) {
        return switch (e.getErrorCode() & PRIMARY) {
            case BUSY, LOCKED_TABLE -> LOCKED;
            case FULL -> DISK_FULL;
            case CORRUPT, NOT_A_DATABASE, ERROR, CONSTRAINT, MISMATCH -> DAMAGED;
            default -> FAILED;
        };
    }
}
