package io.netwatch.agent.event;

import io.netwatch.agent.libbpf.NativeMemory;

/**
 * A flyweight over {@code struct dns_event} of event.h: what one packet carries of DNS, at the socket of the client. A UDP
 * datagram's payload is one message; a TCP segment's is a piece of a stream in which each message follows its length (RFC 1035,
 * 4.2.2), and may come twice or out of order. Any bytes may be in it. Valid as {@link ConnectionEvent} is.
 *
 * <pre>
 *    0 kind u8 | protocol u8 | direction u8 | reserved u8 | captured u16 | family u16
 *    8 sport u16 | dport u16 | length u32
 *   16 time u64      24 cgroup u64     32 sequence u32 | reserved u32
 *   40 saddr u8[16]  56 daddr u8[16]   72 message u8[captured]
 * </pre>
 */
public final class DnsEvent {
    static final int KIND = 0;
    static final int PROTOCOL = 1;
    static final int DIRECTION = 2;
    static final int CAPTURED = 4;
    static final int FAMILY = 6;
    static final int SPORT = 8;
    static final int DPORT = 10;
    static final int LENGTH = 12;
    static final int TIME = 16;
    static final int CGROUP = 24;
    static final int SEQUENCE = 32;
    static final int SADDR = 40;
    static final int DADDR = 56;
    static final int MESSAGE = 72;

    /** Bytes without the message. */
    static final int HEADER_BYTES = MESSAGE;

    /** {@code DNS_MESSAGE_MAX} of event.h: no more of a packet is captured. */
    public static final int MESSAGE_MAX = 1232;

    /** {@code DNS_MESSAGE_SMALL} of event.h. */
    static final int MESSAGE_SMALL = 184;

    /** IPPROTO_TCP and IPPROTO_UDP of include/uapi/linux/in.h. */
    public static final int TCP = 6;

    public static final int UDP = 17;

    private long address;

    DnsEvent wrap(long address) {
        this.address = address;
        return this;
    }

    /** Whether what is captured lies within a record of so many bytes, and every closed choice holds a value that is known. */
    boolean isValid(int recordBytes) {
        int direction = NativeMemory.getByte(address + DIRECTION);
        return (protocol() == TCP || protocol() == UDP)
                && (direction == Direction.OUTBOUND.code() || direction == Direction.INBOUND.code())
                && (family() == ConnectionEvent.AF_INET || family() == ConnectionEvent.AF_INET6)
                && captured() <= Math.min(MESSAGE_MAX, recordBytes - HEADER_BYTES)
                && Integer.compareUnsigned(captured(), NativeMemory.getInt(address + LENGTH)) <= 0;
    }

    /** {@link #TCP} or {@link #UDP}. */
    public int protocol() {
        return NativeMemory.getByte(address + PROTOCOL) & 0xff;
    }

    public boolean isTcp() {
        return protocol() == TCP;
    }

    /** OUTBOUND: this socket sent it, so it should be a question. INBOUND: it was sent to it. */
    public Direction direction() {
        return Direction.of(NativeMemory.getByte(address + DIRECTION));
    }

    /** {@link ConnectionEvent#AF_INET} or {@link ConnectionEvent#AF_INET6}, as spoken on the wire. */
    public int family() {
        return NativeMemory.getShort(address + FAMILY) & 0xffff;
    }

    /** This socket's port. */
    public int sport() {
        return NativeMemory.getShort(address + SPORT) & 0xffff;
    }

    /** The peer's port. */
    public int dport() {
        return NativeMemory.getShort(address + DPORT) & 0xffff;
    }

    /** When the packet passed the socket: CLOCK_BOOTTIME, ns. */
    public long time() {
        return NativeMemory.getLong(address + TIME);
    }

    /** Cgroup id of the socket's creator; 0 = unknown, as on machines of cgroup v1 alone, where {@link #localHigh} tells whose it is. */
    public long cgroup() {
        return NativeMemory.getLong(address + CGROUP);
    }

    /** TCP: sequence number of the payload's first byte, 32 bits that wrap. UDP: 0. */
    public int sequence() {
        return NativeMemory.getInt(address + SEQUENCE);
    }

    /** This socket's address, as in {@link Endpoint#high}. */
    public long localHigh() {
        return Long.reverseBytes(NativeMemory.getLong(address + SADDR));
    }

    /** This socket's address, as in {@link Endpoint#low}. */
    public long localLow() {
        return Long.reverseBytes(NativeMemory.getLong(address + SADDR + Long.BYTES));
    }

    /** The peer's address, as in {@link Endpoint#high}; of a connected socket the one that it is connected to. */
    public long peerHigh() {
        return Long.reverseBytes(NativeMemory.getLong(address + DADDR));
    }

    /** The peer's address, as in {@link Endpoint#low}. */
    public long peerLow() {
        return Long.reverseBytes(NativeMemory.getLong(address + DADDR + Long.BYTES));
    }

    /** This socket's end; allocates. */
    public Endpoint local() {
        return new Endpoint(localHigh(), localLow(), sport());
    }

    /** The other end; allocates. */
    public Endpoint peer() {
        return new Endpoint(peerHigh(), peerLow(), dport());
    }

    /** Bytes of payload that the packet carries, at least 1. */
    public int length() {
        return NativeMemory.getInt(address + LENGTH);
    }

    /** Bytes of it that are here, from the first on; fewer than {@link #length} of one beyond {@link #MESSAGE_MAX}. */
    public int captured() {
        return NativeMemory.getShort(address + CAPTURED) & 0xffff;
    }

    /** Copies the captured bytes, as far as there is room, and returns how many. */
    public int copyMessage(byte[] to) {
        int length = Math.min(to.length, captured());
        NativeMemory.getBytes(address + MESSAGE, to, 0, length);
        return length;
    }
}
