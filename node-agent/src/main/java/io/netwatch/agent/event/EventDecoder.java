package io.netwatch.agent.event;

import io.netwatch.agent.libbpf.NativeMemory;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes to events. Any bytes give an event or count as malformed; nothing is thrown and nothing read beyond the length.
 * Used by one thread; {@link #malformed} may be read by any.
 */
public final class EventDecoder {
    private static final int OPEN = EventKind.OPEN.code();
    private static final int CGROUP = EventKind.CGROUP.code();
    private static final int DNS = EventKind.DNS.code();

    private final ConnectionEvent connection = new ConnectionEvent();
    private final CgroupEvent cgroup = new CgroupEvent();
    private final DnsEvent dns = new DnsEvent();
    private final EventHandler handler;
    private long connections;
    private long dnsMessages;
    private final AtomicLong malformed = new AtomicLong();

    public EventDecoder(EventHandler handler) {
        this.handler = handler;
    }

    /** Decodes one record of {@code length} bytes. */
    public void decode(long address, int length) {
        if (length == ConnectionEvent.BYTES && connection.wrap(address).isValid()) {
            pass();
        } else {
            decodeOther(address, length);
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

    /** DNS events decoded. For the decoder's own thread. */
    public long dnsMessages() {
        return dnsMessages;
    }

    /** Records that could not be decoded. */
    public long malformed() {
        return malformed.get();
    }

    private void pass() {
        if (connection.kindCode() != OPEN) {
            connections++;
        }
        handler.onConnection(connection);
    }

    /** DNS, names of a cgroup, a connection with more behind it than is known here, or no record. */
    private void decodeOther(long address, int length) {
        if (length >= DnsEvent.HEADER_BYTES
                && NativeMemory.getByte(address) == DNS
                && dns.wrap(address).isValid(length)) {
            dnsMessages++;
            handler.onDns(dns);
        } else if (length > ConnectionEvent.BYTES && connection.wrap(address).isValid()) {
            pass();
        } else if (length >= CgroupEvent.HEADER_BYTES
                && NativeMemory.getByte(address) == CGROUP
                && cgroup.wrap(address).fits(length)) {
            handler.onCgroup(cgroup);
        } else {
            malformed.incrementAndGet();
        }
    }
}
