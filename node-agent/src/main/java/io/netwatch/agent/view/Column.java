package io.netwatch.agent.view;

import io.netwatch.agent.event.Direction;
import io.netwatch.agent.track.Connection;
import io.netwatch.agent.track.Owner;
import java.time.Duration;
import java.time.Instant;

/** The columns of the table, from left to right. */
enum Column {
    STATE(10, 0),
    DIR(3, 0),
    PROCESS(20, 14),
    LOCAL(21, 15),
    PEER(21, 18),
    AGE(6, 0),
    RTT(6, 0),
    RX(6, 0),
    TX(6, 0),
    WHY(0, 20);

    /** From what a reader can least do without. */
    static final Column[] BY_IMPORTANCE = {PEER, PROCESS, STATE, WHY, DIR, AGE, LOCAL, RX, TX, RTT};

    private final int usual;
    private final int least;

    Column(int usual, int least) {
        this.usual = usual;
        this.least = least;
    }

    /** Characters to give it where there is room, so that the table stands still while its content changes. */
    int usualWidth() {
        return usual;
    }

    /** Characters below which its content says nothing; 0 where it must not be shortened at all. */
    int leastWidth() {
        return least;
    }

    boolean isNumber() {
        return switch (this) {
            case AGE, RTT, RX, TX -> true;
            case STATE, DIR, PROCESS, LOCAL, PEER, WHY -> false;
        };
    }

    /** The text for a connection: printable, of any length, empty when there is nothing to say. */
    String cell(Connection connection, Instant now) {
        return switch (this) {
            case STATE -> ConnectionPhase.of(connection).word();
            case DIR -> direction(connection.direction());
            case PROCESS -> process(connection.owner());
            case LOCAL ->
                PartyName.of(connection.localParty(), connection.local(), connection.direction() == Direction.INBOUND);
            case PEER -> PartyName.ofPeer(connection);
            case AGE -> age(connection, now);
            case RTT -> connection.rttMicros() == 0 ? "" : HumanUnits.micros(connection.rttMicros());
            case RX -> HumanUnits.bytes(connection.rxBytes());
            case TX -> HumanUnits.bytes(connection.txBytes());
            case WHY -> FailureCause.describe(connection);
        };
    }

    private static String direction(Direction direction) {
        return switch (direction) {
            case OUTBOUND -> "out";
            case INBOUND -> "in";
            case UNKNOWN -> "";
        };
    }

    private static String process(Owner owner) {
        return owner.tgid() == 0 ? "?" : printable(owner.comm()) + "(" + owner.tgid() + ")";
    }

    /** How long it has been, or was, there. */
    private static String age(Connection connection, Instant now) {
        if (connection.opened() == null) {
            return "before";
        }
        Instant until = ConnectionPhase.of(connection).isOver() ? connection.changed() : now;
        return HumanUnits.age(Duration.between(connection.opened(), until));
    }

    /** A program chooses its own name: nothing of it may reach the terminal as a command. */
    private static String printable(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            safe.append(c >= ' ' && c <= '~' ? c : '?');
        }
        return safe.toString();
    }
}
