package io.netwatch.agent.event;

import io.netwatch.agent.libbpf.NativeMemory;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes to events. Any bytes give an event or count as malformed; nothing is thrown and nothing read beyond the length.
 * Used by one thread; {@link #malformed} may be read by any.
 */
public final class EventDecoder {
    private final ConnectionEvent connection = new ConnectionEvent();
    private final CgroupEvent cgroup = new CgroupEvent();
    private final EventHandler handler;
    private long connections;
    private final AtomicLong malformed = new AtomicLong();

    public EventDecoder(EventHandler handler) {
        this.handler = handler;
    }

    /** Decodes one record of {@code length} bytes. */
    public void decode(long address, int length) {
        EventKind kind = length > 0 ? EventKind.of(NativeMemory.getByte(address)) : null;
        if (kind == null || !pass(kind, address, length)) {
            malformed.incrementAndGet();
        }
    }

    /** Decodes connection records that lie one after the other, as iterators write them. */
    public void decodeAll(long address, int length) {
        int at = 0;
        for (; at + ConnectionEvent.BYTES <= length; at += ConnectionEvent.BYTES) {
            decode(address + at, ConnectionEvent.BYTES);
        }
        if (at != length) {
            malformed.incrementAndGet();
        }
    }

    /** Connection events decoded; readings of open ones are not events. For the decoder's own thread. */
    public long connections() {
        return connections;
    }

    /** Records that could not be decoded. */
    public long malformed() {
        return malformed.get();
    }

    private boolean pass(EventKind kind, long address, int length) {
        if (kind == EventKind.CGROUP) {
            if (length < CgroupEvent.HEADER_BYTES || !cgroup.wrap(address).fits(length)) {
                return false;
            }
            handler.onCgroup(cgroup);
            return true;
        }
        if (length < ConnectionEvent.BYTES || !connection.wrap(address).isValid()) {
            return false;
        }
        if (kind != EventKind.OPEN) {
            connections++;
        }
        handler.onConnection(connection);
        return true;
    }
}
