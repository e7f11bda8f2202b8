package io.netwatch.agent.kernel;

import io.netwatch.agent.event.Direction;
import io.netwatch.agent.event.Endpoint;
import io.netwatch.agent.event.EventKind;
import io.netwatch.agent.libbpf.NativeMemory;

/**
 * An exact count of events that are not on the ring, lost or left out: {@code struct totals_key} and {@code totals_value}
 * of event.h. With those that were read it is all that happened.
 *
 * @param service the peer's address, with the port of the side that listens
 * @param error errno, positive; 0 = none
 * @param rxBytes payload bytes of the closed connections
 * @param txBytes payload bytes of the closed connections
 */
public record Totals(
        long cgroup,
        Endpoint service,
        EventKind kind,
        Direction direction,
        int error,
        long events,
        long rxBytes,
        long txBytes) {
    static final int CGROUP = 0;
    static final int PEER = 8;
    static final int PORT = 24;
    static final int KIND = 26;
    static final int DIRECTION = 27;
    static final int ERROR = 28;
    static final int KEY_BYTES = 32;
    static final int EVENTS = 0;
    static final int RX = 8;
    static final int TX = 16;

    static Totals read(long key, long value) {
        return new Totals(
                NativeMemory.getLong(key + CGROUP),
                new Endpoint(
                        Long.reverseBytes(NativeMemory.getLong(key + PEER)),
                        Long.reverseBytes(NativeMemory.getLong(key + PEER + 8)),
                        NativeMemory.getShort(key + PORT) & 0xffff),
                EventKind.of(NativeMemory.getByte(key + KIND)),
                Direction.of(NativeMemory.getByte(key + DIRECTION)),
                NativeMemory.getShort(key + ERROR) & 0xffff,
                NativeMemory.getLong(value + EVENTS),
                NativeMemory.getLong(value + RX),
                NativeMemory.getLong(value + TX));
    }
}
