package io.netwatch.agent.event;

/** Kinds of records, {@code enum event_kind} of event.h. */
public enum EventKind {
    CONNECT_V4(1),
    CONNECT_V6(2),
    ACCEPT(3),
    CLOSE(4),
    CONNECT_FAILED(5),
    CGROUP(6),
    OPEN(7),
    DNS(8);

    private static final EventKind[] BY_CODE = new EventKind[9];

    static {
        for (EventKind kind : values()) {
            BY_CODE[kind.code] = kind;
        }
    }

    private final int code;

    EventKind(int code) {
        this.code = code;
    }

    /** The first byte of a record of this kind. */
    public int code() {
        return code;
    }

    /** The kind of a record by its first byte; null for one that is not known. */
    public static EventKind of(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
