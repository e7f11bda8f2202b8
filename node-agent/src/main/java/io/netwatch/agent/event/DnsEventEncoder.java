package io.netwatch.agent.event;

import io.netwatch.agent.libbpf.NativeMemory;

/**
 * Writes {@code struct dns_event} into memory that its caller owns, as the kernel's programs do. Fields that are not set are 0.
 * The setters return this; units as in {@link DnsEvent}.
 */
public final class DnsEventEncoder {
    /** Bytes that a record may take. */
    public static final int BYTES_MAX = DnsEvent.HEADER_BYTES + DnsEvent.MESSAGE_MAX;

    private long address;

    /** Starts a record without a message at {@code address}, where {@link #BYTES_MAX} bytes are. */
    public DnsEventEncoder begin(long address, int protocol, Direction direction) {
        this.address = address;
        for (int i = 0; i < DnsEvent.HEADER_BYTES; i += Long.BYTES) {
            NativeMemory.putLong(address + i, 0);
        }
        NativeMemory.putByte(address + DnsEvent.KIND, (byte) EventKind.DNS.code());
        NativeMemory.putByte(address + DnsEvent.PROTOCOL, (byte) protocol);
        NativeMemory.putByte(address + DnsEvent.DIRECTION, (byte) direction.code());
        return this;
    }

    public DnsEventEncoder source(long cgroup, long time) {
        NativeMemory.putLong(address + DnsEvent.CGROUP, cgroup);
        NativeMemory.putLong(address + DnsEvent.TIME, time);
        return this;
    }

    public DnsEventEncoder ends(Endpoint local, Endpoint peer) {
        NativeMemory.putShort(address + DnsEvent.FAMILY, (short)
                (peer.isIpv4() ? ConnectionEvent.AF_INET : ConnectionEvent.AF_INET6));
        NativeMemory.putShort(address + DnsEvent.SPORT, (short) local.port());
        NativeMemory.putShort(address + DnsEvent.DPORT, (short) peer.port());
        putAddress(DnsEvent.SADDR, local);
        putAddress(DnsEvent.DADDR, peer);
        return this;
    }

    public DnsEventEncoder sequence(int sequence) {
        NativeMemory.putInt(address + DnsEvent.SEQUENCE, sequence);
        return this;
    }

    /** Ends the record with a packet's payload, of which no more is captured than there is room for. Returns the record's bytes. */
    public int message(byte[] payload) {
        int captured = Math.min(payload.length, DnsEvent.MESSAGE_MAX);
        NativeMemory.putInt(address + DnsEvent.LENGTH, payload.length);
        NativeMemory.putShort(address + DnsEvent.CAPTURED, (short) captured);
        NativeMemory.putBytes(address + DnsEvent.MESSAGE, payload, 0, captured);
        return DnsEvent.HEADER_BYTES
                + (captured <= DnsEvent.MESSAGE_SMALL ? DnsEvent.MESSAGE_SMALL : DnsEvent.MESSAGE_MAX);
    }

    private void putAddress(int offset, Endpoint end) {
        NativeMemory.putLong(address + offset, Long.reverseBytes(end.high()));
        NativeMemory.putLong(address + offset + Long.BYTES, Long.reverseBytes(end.low()));
    }
}
