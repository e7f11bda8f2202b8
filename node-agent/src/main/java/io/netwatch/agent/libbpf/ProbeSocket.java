package io.netwatch.agent.libbpf;

import java.io.IOException;
import java.nio.file.Path;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;

/**
 * A blocking socket to one address, of the network namespace that it was opened for. What fails gives the errno: whoever probes cares for
 * which. Used by one thread.
 */
public final class ProbeSocket implements AutoCloseable {
    // include/linux/socket.h, include/linux/net.h, include/uapi/linux/in.h, in6.h
    private static final short AF_INET = 2;
    private static final short AF_INET6 = 10;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_RAW = 3;
    private static final int IPPROTO_ICMP = 1;
    private static final int IPPROTO_ICMPV6 = 58;

    // include/uapi/asm-generic/socket.h
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final int SO_SNDTIMEO = 21;

    private static final int SOCKADDR_IN_BYTES = 16;
    private static final int SOCKADDR_IN6_BYTES = 28;
    private static final int TIMEVAL_BYTES = 16;
    private static final int BUFFER_BYTES = 2048;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long MIN_TIMEOUT_NANOS = 1000; // a timeout of 0 would mean none

    /** What is sent through it. */
    public enum Kind {
        /** ICMP echo, which the kernel numbers: net.ipv4.ping_group_range says who may. */
        ECHO,
        /** Any ICMP, with CAP_NET_RAW. */
        RAW_ICMP,
        UDP,
        TCP
    }

    private final int descriptor;
    private final Pointer buffer = Memory.allocateDirect(Native.runtime(), BUFFER_BYTES);

    private ProbeSocket(int descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * Returns null when such a socket is not allowed, or not known here. Fails when the namespace can't be entered.
     *
     * @param namespace the file that stands for it, as {@code /proc/1/ns/net}
     */
    public static ProbeSocket open(Path namespace, Kind kind, boolean ipv6) throws IOException {
        int domain = ipv6 ? AF_INET6 : AF_INET;
        int icmp = ipv6 ? IPPROTO_ICMPV6 : IPPROTO_ICMP;
        int descriptor = switch (kind) {
            case ECHO -> NamespacedSocket.open(namespace, domain, SOCK_DGRAM, icmp);
            case RAW_ICMP -> NamespacedSocket.open(namespace, domain, SOCK_RAW, icmp);
            case UDP -> NamespacedSocket.open(namespace, domain, SOCK_DGRAM, 0);
            case TCP -> NamespacedSocket.open(namespace, domain, SOCK_STREAM, 0);
        };
        return descriptor < 0 ? null : new ProbeSocket(descriptor);
    }

    /**
     * Waits for the peer when it is TCP. Returns 0, or the errno: EINPROGRESS when time is up.
     *
     * @param address 4 or 16 bytes, as the socket was opened
     * @param scope the interface's index, of a link-local address; else 0
     */
    public int connect(byte[] address, int scope, int port, long timeoutNanos) {
        setTimeout(SO_SNDTIMEO, timeoutNanos);
        boolean ipv6 = address.length != 4;
        int length = ipv6 ? SOCKADDR_IN6_BYTES : SOCKADDR_IN_BYTES;
        buffer.setMemory(0, length, (byte) 0);
        buffer.putShort(0, ipv6 ? AF_INET6 : AF_INET);
        buffer.putShort(2, Short.reverseBytes((short) port));
        buffer.put(ipv6 ? 8 : 4, address, 0, address.length);
        if (ipv6) {
            buffer.putInt(24, scope);
        }
        return Native.libc().connect(descriptor, buffer, length) == 0 ? 0 : Native.lastError();
    }

    /** Returns 0, or the errno. */
    public int send(byte[] message) {
        buffer.put(0, message, 0, message.length);
        long written = Native.libc().write(descriptor, buffer, message.length);
        return written == message.length ? 0 : Native.lastError();
    }

    /** Returns how many bytes were received, or the negative errno: EAGAIN when time is up. */
    public int receive(byte[] into, long timeoutNanos) {
        setTimeout(SO_RCVTIMEO, timeoutNanos);
        int read = (int) Native.libc().read(descriptor, buffer, Math.min(BUFFER_BYTES, into.length));
        if (read < 0) {
            return -Native.lastError();
        }
        buffer.get(0, into, 0, read);
        return read;
    }

    private void setTimeout(int option, long nanos) {
        long some = Math.max(MIN_TIMEOUT_NANOS, nanos);
        buffer.putLong(0, some / NANOS_PER_SECOND);
        buffer.putLong(8, some % NANOS_PER_SECOND / 1000);
        Native.libc().setsockopt(descriptor, SOL_SOCKET, option, buffer, TIMEVAL_BYTES);
    }

    @Override
    public void close() {
        Native.libc().close(descriptor);
    }
}
