package io.netwatch.agent.event;

import io.netwatch.agent.libbpf.NativeMemory;
import java.nio.charset.StandardCharsets;

/**
 * A flyweight over {@code struct connection_event} of event.h. It reads memory that its caller owns: valid until the
 * caller says otherwise, at most to the end of the call that passed it. Not for more than one thread at a time.
 *
 * <pre>
 *    0 kind u8 | state u8 | direction u8 | flags u8 | error u16 | family u16
 *    8 sport u16 | dport u16 | netns u32
 *   16 time u64      24 id u64        32 opened u64    40 cgroup u64
 *   48 tgid u32 | pid u32             56 uid u32 | rtt u32
 *   64 rx u64        72 tx u64        80 retransmits u32 | reserved u32
 *   88 comm char[16]                 104 saddr u8[16] 120 daddr u8[16]
 * </pre>
 */
public final class ConnectionEvent {
    public static final int BYTES = 136;

    static final int KIND = 0;
    static final int STATE = 1;
    static final int DIRECTION = 2;
    static final int FLAGS = 3;
    static final int ERROR = 4;
    static final int FAMILY = 6;
    static final int SPORT = 8;
    static final int DPORT = 10;
    static final int NETNS = 12;
    static final int TIME = 16;
    static final int ID = 24;
    static final int OPENED = 32;
    static final int CGROUP = 40;
    static final int TGID = 48;
    static final int PID = 52;
    static final int UID = 56;
    static final int RTT = 60;
    static final int RX = 64;
    static final int TX = 72;
    static final int RETRANSMITS = 80;
    static final int RESERVED = 84;
    static final int COMM = 88;
    static final int SADDR = 104;
    static final int DADDR = 120;

    static final int COMM_BYTES = 16;

    /** {@code enum event_flag} of event.h. */
    public static final int FLAG_PREEXISTING = 1;

    public static final int FLAG_MAPPED = 2;
    public static final int FLAG_SWEPT = 4;
    public static final int FLAG_POLLED = 8;

    /** Address families, include/linux/socket.h. */
    public static final int AF_INET = 2;

    public static final int AF_INET6 = 10;

    private static final int KNOWN_KINDS = bit(EventKind.CONNECT_V4)
            | bit(EventKind.CONNECT_V6)
            | bit(EventKind.ACCEPT)
            | bit(EventKind.CLOSE)
            | bit(EventKind.CONNECT_FAILED)
            | bit(EventKind.OPEN);

    private long address;

    /** The first eight bytes, little-endian as on every machine that the kernel side is built for: kind to family. */
    private long head;

    /** Reads the record at {@code address}, which is whole: at least {@link #BYTES} bytes. Returns this. */
    public ConnectionEvent wrap(long address) {
        this.address = address;
        this.head = NativeMemory.getLong(address);
        return this;
    }

    /** Where the record is, for copying it whole. */
    public long address() {
        return address;
    }

    /** Whether every closed choice in the record holds a value that is known. */
    boolean isValid() {
        int kind = kindCode();
        int state = headByte(STATE);
        int family = family();
        return kind < Integer.SIZE
                && (KNOWN_KINDS & (1 << kind)) != 0
                && state - 1 >= 0
                && state < TcpState.CODES
                && headByte(DIRECTION) < Direction.CODES
                && (family == AF_INET || family == AF_INET6);
    }

    private static int bit(EventKind kind) {
        return 1 << kind.code();
    }

    private int headByte(int offset) {
        return (int) (head >>> (offset * Byte.SIZE)) & 0xff;
    }

    /** As {@link #kind}, by its number. */
    int kindCode() {
        return headByte(KIND);
    }

    /** Null for a number that is not known; a record that the decoder passed on has one. */
    public EventKind kind() {
        return EventKind.of(kindCode());
    }

    /** State after the event. */
    public TcpState tcpState() {
        return TcpState.of(headByte(STATE));
    }

    public Direction direction() {
        return Direction.of(headByte(DIRECTION));
    }

    /** Any of the {@code FLAG_} bits. */
    public int flags() {
        return headByte(FLAGS);
    }

    public boolean has(int flag) {
        return (flags() & flag) != 0;
    }

    /** errno, positive; 0 = none. */
    public int error() {
        return (int) (head >>> (ERROR * Byte.SIZE)) & 0xffff;
    }

    /** AF_INET or AF_INET6, as spoken on the wire. */
    public int family() {
        return (int) (head >>> (FAMILY * Byte.SIZE)) & 0xffff;
    }

    /** This socket's port; 0 = none chosen yet. */
    public int sport() {
        return NativeMemory.getShort(address + SPORT) & 0xffff;
    }

    /** The peer's port. */
    public int dport() {
        return NativeMemory.getShort(address + DPORT) & 0xffff;
    }

    /** Inode of the network namespace. */
    public long netns() {
        return Integer.toUnsignedLong(NativeMemory.getInt(address + NETNS));
    }

    /** The port that was connected to: this socket's when the peer connected, else the peer's. */
    public int servicePort() {
        return direction() == Direction.INBOUND ? sport() : dport();
    }

    /** This socket's address, as in {@link Endpoint#high}. */
    public long localHigh() {
        return Long.reverseBytes(NativeMemory.getLong(address + SADDR));
    }

    /** This socket's address, as in {@link Endpoint#low}. */
    public long localLow() {
        return Long.reverseBytes(NativeMemory.getLong(address + SADDR + Long.BYTES));
    }

    /** The peer's address, as in {@link Endpoint#high}. */
    public long peerHigh() {
        return Long.reverseBytes(NativeMemory.getLong(address + DADDR));
    }

    /** The peer's address, as in {@link Endpoint#low}. */
    public long peerLow() {
        return Long.reverseBytes(NativeMemory.getLong(address + DADDR + Long.BYTES));
    }

    /** When it happened: CLOCK_BOOTTIME, ns. */
    public long time() {
        return NativeMemory.getLong(address + TIME);
    }

    /** Names the connection in all its events; unique among those open. */
    public long id() {
        return NativeMemory.getLong(address + ID);
    }

    /** When connect or the handshake began: CLOCK_BOOTTIME, ns; 0 = before the agent. */
    public long opened() {
        return NativeMemory.getLong(address + OPENED);
    }

    /** Cgroup id of the owner; 0 = unknown. */
    public long cgroup() {
        return NativeMemory.getLong(address + CGROUP);
    }

    /** Owner's process; 0 = unknown. */
    public int tgid() {
        return NativeMemory.getInt(address + TGID);
    }

    /** Owner's thread; 0 = unknown. */
    public int pid() {
        return NativeMemory.getInt(address + PID);
    }

    /** Owner's user in the initial user namespace. */
    public int uid() {
        return NativeMemory.getInt(address + UID);
    }

    /** Smoothed round trip, microseconds; 0 = none measured. */
    public int rttMicros() {
        return NativeMemory.getInt(address + RTT);
    }

    /** Payload bytes received. */
    public long rxBytes() {
        return NativeMemory.getLong(address + RX);
    }

    /** Payload bytes sent, without retransmissions. */
    public long txBytes() {
        return NativeMemory.getLong(address + TX);
    }

    /** Segments sent again, SYN included. */
    public int retransmits() {
        return NativeMemory.getInt(address + RETRANSMITS);
    }

    /** Writes into the record that its connection was found to have ended, at a CLOCK_BOOTTIME in nanoseconds. */
    public void markSwept(long time) {
        NativeMemory.putByte(address + KIND, (byte) EventKind.CLOSE.code());
        NativeMemory.putByte(address + STATE, (byte) TcpState.CLOSE.code());
        NativeMemory.putByte(address + FLAGS, (byte) (flags() | FLAG_SWEPT));
        NativeMemory.putLong(address + TIME, time);
        wrap(address);
    }

    /** The first eight bytes of the owner's thread name, to compare without allocation. */
    public long commHead() {
        return NativeMemory.getLong(address + COMM);
    }

    /** The other eight. */
    public long commTail() {
        return NativeMemory.getLong(address + COMM + Long.BYTES);
    }

    /** Owner's thread name; allocates. Bytes that are not UTF-8 become U+FFFD. */
    public String comm() {
        return comm(commHead(), commTail());
    }

    /** A thread's name from its halves, as {@link #commHead} and {@link #commTail} gave them; allocates. */
    public static String comm(long head, long tail) {
        byte[] bytes = new byte[COMM_BYTES];
        int length = 0;
        while (length < COMM_BYTES && byteAt(length, head, tail) != 0) {
            bytes[length] = byteAt(length, head, tail);
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /** Little-endian, as the head of the record. */
    private static byte byteAt(int index, long head, long tail) {
        long half = index < Long.BYTES ? head : tail;
        return (byte) (half >>> (index % Long.BYTES * Byte.SIZE));
    }

    /** This socket's end; allocates. */
    public Endpoint local() {
        return new Endpoint(localHigh(), localLow(), sport());
    }

    /** The other end; allocates. */
    public Endpoint peer() {
        return new Endpoint(peerHigh(), peerLow(), dport());
    }
}
