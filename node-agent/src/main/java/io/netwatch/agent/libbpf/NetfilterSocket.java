package io.netwatch.agent.libbpf;

import java.io.IOException;
import java.nio.file.Path;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;

/**
 * A netlink socket to netfilter, of the network namespace that it was opened for; whoever uses it. It asks one thing at a time, and
 * the kernel has answered before it returns from taking the request. Used by one thread.
 */
public final class NetfilterSocket implements AutoCloseable {
    // include/linux/socket.h, include/uapi/linux/netlink.h; SOCK_* are O_CLOEXEC and O_NONBLOCK
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW = 3;
    private static final int CLOEXEC = 02000000;
    private static final int NONBLOCK = 04000;
    private static final int NETLINK_NETFILTER = 12;

    private static final int BUFFER_BYTES = 8192; // NLMSG_GOODSIZE, at most

    private final int descriptor;
    private final Pointer buffer = Memory.allocateDirect(Native.runtime(), BUFFER_BYTES);

    private NetfilterSocket(int descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * The calling thread is in that namespace for a moment, unless it is in it anyway.
     *
     * @param namespace the file that stands for it, as {@code /proc/1/ns/net}; entering it takes CAP_SYS_ADMIN
     */
    public static NetfilterSocket open(Path namespace) throws IOException {
        int descriptor = NamespacedSocket.open(namespace, AF_NETLINK, SOCK_RAW | CLOEXEC | NONBLOCK, NETLINK_NETFILTER);
        if (descriptor < 0) {
            throw failed("socket", -descriptor);
        }
        return new NetfilterSocket(descriptor);
    }

    /** Sends one request and returns the datagram that answers it, which may hold more than one message. */
    public byte[] ask(byte[] request) throws IOException {
        while (Native.libc().read(descriptor, buffer, BUFFER_BYTES) >= 0) {
            // what was left of an earlier answer is nobody's
        }
        buffer.put(0, request, 0, request.length);
        if (Native.libc().write(descriptor, buffer, request.length) != request.length) {
            throw failed("write", Native.lastError());
        }
        long read = Native.libc().read(descriptor, buffer, BUFFER_BYTES);
        if (read < 0) {
            throw failed("read", Native.lastError());
        }
        byte[] answer = new byte[(int) read];
        buffer.get(0, answer, 0, answer.length);
        return answer;
    }

    private static IOException failed(String operation, int errno) {
        return new IOException(operation + " on a netfilter socket failed: " + Errno.name(errno));
    }

    @Override
    public void close() {
        Native.libc().close(descriptor);
    }
}
