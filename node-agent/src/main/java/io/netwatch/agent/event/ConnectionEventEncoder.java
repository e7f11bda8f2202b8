package io.netwatch.agent.event;

import io.netwatch.agent.libbpf.NativeMemory;
import java.nio.charset.StandardCharsets;

/**
 * Writes {@code struct connection_event} into memory that its caller owns: how a source other than the kernel's programs
 * speaks. Fields that are not set are 0. The setters return this; units as in {@link ConnectionEvent}.
 */
public final class ConnectionEventEncoder {
    private long address;

    /** Starts a record at {@code address}, where {@link ConnectionEvent#BYTES} bytes are. */
    public ConnectionEventEncoder begin(long address, EventKind kind, TcpState state, Direction direction) {
        this.address = address;
        for (int i = 0; i < ConnectionEvent.BYTES; i += 8) {
            NativeMemory.putLong(address + i, 0);
        }
        NativeMemory.putByte(address + ConnectionEvent.KIND, (byte) kind.code());
        NativeMemory.putByte(address + ConnectionEvent.STATE, (byte) state.code());
        NativeMemory.putByte(address + ConnectionEvent.DIRECTION, (byte) direction.code());
        return this;
    }

    public ConnectionEventEncoder identity(long id, long cgroup, long netns, int flags) {
        NativeMemory.putLong(address + ConnectionEvent.ID, id);
        NativeMemory.putLong(address + ConnectionEvent.CGROUP, cgroup);
        NativeMemory.putInt(address + ConnectionEvent.NETNS, (int) netns);
        NativeMemory.putByte(address + ConnectionEvent.FLAGS, (byte) flags);
        return this;
    }

    public ConnectionEventEncoder times(long time, long opened) {
        NativeMemory.putLong(address + ConnectionEvent.TIME, time);
        NativeMemory.putLong(address + ConnectionEvent.OPENED, opened);
        return this;
    }

    public ConnectionEventEncoder error(int errno) {
        NativeMemory.putShort(address + ConnectionEvent.ERROR, (short) errno);
        return this;
    }

    public ConnectionEventEncoder owner(int tgid, int pid, int uid, String comm) {
        NativeMemory.putInt(address + ConnectionEvent.TGID, tgid);
        NativeMemory.putInt(address + ConnectionEvent.PID, pid);
        NativeMemory.putInt(address + ConnectionEvent.UID, uid);
        byte[] name = comm.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(name.length, ConnectionEvent.COMM_BYTES - 1);
        NativeMemory.putBytes(address + ConnectionEvent.COMM, name, 0, length);
        return this;
    }

    public ConnectionEventEncoder ends(Endpoint local, Endpoint peer) {
        boolean v4 = local.isIpv4();
        NativeMemory.putShort(
                address + ConnectionEvent.FAMILY, (short) (v4 ? ConnectionEvent.AF_INET : ConnectionEvent.AF_INET6));
        NativeMemory.putShort(address + ConnectionEvent.SPORT, (short) local.port());
        NativeMemory.putShort(address + ConnectionEvent.DPORT, (short) peer.port());
        putAddress(ConnectionEvent.SADDR, local);
        putAddress(ConnectionEvent.DADDR, peer);
        return this;
    }

    public ConnectionEventEncoder traffic(long rxBytes, long txBytes, int rttMicros, int retransmits) {
        NativeMemory.putLong(address + ConnectionEvent.RX, rxBytes);
        NativeMemory.putLong(address + ConnectionEvent.TX, txBytes);
        NativeMemory.putInt(address + ConnectionEvent.RTT, rttMicros);
        NativeMemory.putInt(address + ConnectionEvent.RETRANSMITS, retransmits);
        return this;
    }

    private void putAddress(int offset, Endpoint end) {
        NativeMemory.putLong(address + offset, Long.reverseBytes(end.high()));
        NativeMemory.putLong(address + offset + 8, Long.reverseBytes(end.low()));
    }
}
