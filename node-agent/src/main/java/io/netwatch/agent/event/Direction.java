package io.netwatch.agent.event;

/** Who began a connection, {@code enum direction} of event.h. */
public enum Direction {
    UNKNOWN(0),
    OUTBOUND(1),
    INBOUND(2);

    private static final Direction[] BY_CODE = {UNKNOWN, OUTBOUND, INBOUND};

    /** Numbers below this one are known. */
    static final int CODES = BY_CODE.length;

    private final int code;

    Direction(int code) {
        this.code = code;
    }

    /** The number in a record. */
    public int code() {
        return code;
    }

    /** The direction of a number in a record; null for one that is not known. */
    public static Direction of(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
