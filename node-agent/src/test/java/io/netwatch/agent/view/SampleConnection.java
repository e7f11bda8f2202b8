package io.netwatch.agent.view;

import io.netwatch.agent.event.Direction;
import io.netwatch.agent.event.Endpoint;
import io.netwatch.agent.event.TcpState;
import io.netwatch.agent.identify.Party;
import io.netwatch.agent.identify.Trouble;
import io.netwatch.agent.track.Connection;
import io.netwatch.agent.track.Owner;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Instant;

/** A connection to show: an open one of curl's, unless a test says otherwise. */
final class SampleConnection {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private long id = 1;
    private Direction direction = Direction.OUTBOUND;
    private TcpState state = TcpState.ESTABLISHED;
    private Endpoint local = endpoint("10.0.0.1", 40_000);
    private Endpoint peer = endpoint("10.0.0.2", 443);
    private Owner owner = new Owner(1234, 1235, 1000, "curl");
    private Instant opened = NOON.minusSeconds(5);
    private Instant changed = NOON.minusSeconds(4);
    private int error;
    private boolean failed;
    private Party localParty = Party.UNKNOWN;
    private Party peerParty = Party.UNKNOWN;
    private String peerName;
    private Trouble trouble = Trouble.NONE;

    SampleConnection localParty(Party value) {
        localParty = value;
        return this;
    }

    SampleConnection peerParty(Party value) {
        peerParty = value;
        return this;
    }

    SampleConnection peerName(String value) {
        peerName = value;
        return this;
    }

    SampleConnection trouble(Trouble value) {
        trouble = value;
        return this;
    }

    SampleConnection id(long value) {
        id = value;
        return this;
    }

    SampleConnection inbound() {
        direction = Direction.INBOUND;
        return this;
    }

    SampleConnection state(TcpState value) {
        state = value;
        return this;
    }

    SampleConnection local(String address, int port) {
        local = endpoint(address, port);
        return this;
    }

    SampleConnection peer(String address, int port) {
        peer = endpoint(address, port);
        return this;
    }

    SampleConnection owner(int tgid, String comm) {
        owner = new Owner(tgid, tgid, 0, comm);
        return this;
    }

    SampleConnection opened(Instant value) {
        opened = value;
        return this;
    }

    SampleConnection changed(Instant value) {
        changed = value;
        return this;
    }

    /** Ended by an error as a connect that got no connection. */
    SampleConnection failed(int errno) {
        state = TcpState.CLOSE;
        error = errno;
        failed = true;
        return this;
    }

    /** Ended by an error after it was established. */
    SampleConnection broken(int errno) {
        state = TcpState.CLOSE;
        error = errno;
        return this;
    }

    Connection build() {
        boolean answered = !failed && opened != null;
        return new Connection(
                id,
                direction,
                state,
                local,
                peer,
                owner,
                owner.tgid() == 0 ? 0 : 4711,
                owner.tgid() == 0 ? null : "/user.slice",
                4_026_531_840L,
                opened,
                changed,
                error,
                failed,
                failed ? 0 : 2048,
                failed ? 0 : 517,
                failed ? 0 : 1250,
                failed ? 3 : 0,
                answered ? 900_000 : -1,
                opened == null,
                false,
                false,
                localParty,
                peerParty,
                peerName,
                trouble);
    }

    static Endpoint endpoint(String address, int port) {
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            ByteBuffer full = ByteBuffer.allocate(16);
            if (bytes.length == 4) {
                full.putShort(10, (short) 0xffff).put(12, bytes);
            } else {
                full.put(0, bytes);
            }
            return new Endpoint(full.getLong(0), full.getLong(8), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
