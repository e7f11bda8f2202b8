package io.netwatch.agent.view;

import io.netwatch.agent.track.Connection;

/** Where in its life a connection is, in a person's words. */
enum ConnectionPhase {
    CONNECTING("connecting"),
    ACCEPTING("accepting"),
    LISTENING("listening"),
    OPEN("open"),
    CLOSING("closing"),
    CLOSED("closed"),
    /** Never got as far as OPEN. */
    FAILED("failed");

    private final String word;

    ConnectionPhase(String word) {
        this.word = word;
    }

    static ConnectionPhase of(Connection connection) {
        return switch (connection.state()) {
            case SYN_SENT -> CONNECTING;
            case SYN_RECV, NEW_SYN_RECV -> ACCEPTING;
            case LISTEN -> LISTENING;
            case ESTABLISHED -> OPEN;
            case FIN_WAIT1, FIN_WAIT2, TIME_WAIT, CLOSE_WAIT, LAST_ACK, CLOSING -> CLOSING;
            case CLOSE -> connection.failed() ? FAILED : CLOSED;
        };
    }

    String word() {
        return word;
    }

    boolean isOver() {
        return this == CLOSED || this == FAILED;
    }
}
