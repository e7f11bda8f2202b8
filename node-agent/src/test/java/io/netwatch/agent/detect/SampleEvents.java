package io.netwatch.agent.detect;

import io.netwatch.agent.event.Address;
import io.netwatch.agent.event.BootClock;
import io.netwatch.agent.event.ConnectionEvent;
import io.netwatch.agent.event.ConnectionEventEncoder;
import io.netwatch.agent.event.Direction;
import io.netwatch.agent.event.Endpoint;
import io.netwatch.agent.event.EventKind;
import io.netwatch.agent.event.TcpState;
import io.netwatch.agent.libbpf.NativeMemory;
import io.netwatch.api.snapshot.Alert;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** Records as the kernel writes them, and names for what is found in them. */
final class SampleEvents implements AutoCloseable {
    static final long SECOND = 1_000_000_000L;
    static final Instant BOOTED = Instant.parse("2026-01-02T03:00:00Z");
    static final BootClock CLOCK = new BootClock(Clock.fixed(BOOTED, ZoneOffset.UTC), () -> 0);

    static final AlertNames NAMES = new AlertNames() {
        @Override
        public String source(long source) {
            return source == 0 ? "node-a" : "shop/pod-" + source;
        }

        @Override
        public String address(long high, long low) {
            return new Endpoint(high, low, 0).address();
        }
    };

    private final long memory = NativeMemory.allocate(ConnectionEvent.BYTES);
    private final ConnectionEvent event = new ConnectionEvent();
    private final ConnectionEventEncoder encoder = new ConnectionEventEncoder();
    private final Endpoint own = end("10.244.1.7", 47058);

    static Endpoint end(String address, int port) {
        Address parsed = Address.parse(address);
        return new Endpoint(parsed.high(), parsed.low(), port);
    }

    static List<Alert> alerts(Detection detection, long nanos) {
        return detection.alerts(nanos, CLOCK, NAMES);
    }

    /** A connect that was answered at once. */
    ConnectionEvent connected(String peer, int port, long nanos) {
        return outbound(EventKind.CONNECT_V4, end(peer, port), nanos, nanos);
    }

    ConnectionEvent failed(String peer, int port, long opened, long nanos) {
        return outbound(EventKind.CONNECT_FAILED, end(peer, port), opened, nanos);
    }

    ConnectionEvent outbound(EventKind kind, Endpoint peer, long opened, long nanos) {
        return write(kind, Direction.OUTBOUND, own, peer, opened, nanos);
    }

    /** Somebody connects to a port of ours. */
    ConnectionEvent accepted(String peer, int port, long nanos) {
        Endpoint local = new Endpoint(own.high(), own.low(), port);
        return write(EventKind.ACCEPT, Direction.INBOUND, local, end(peer, 40000), nanos, nanos);
    }

    private ConnectionEvent write(
            EventKind kind, Direction direction, Endpoint local, Endpoint peer, long opened, long nanos) {
        encoder.begin(memory, kind, TcpState.ESTABLISHED, direction)
                .times(nanos, opened)
                .ends(local, peer);
        return event.wrap(memory);
    }

    @Override
    public void close() {
        NativeMemory.free(memory);
    }
}
