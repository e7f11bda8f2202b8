package io.netwatch.agent.libbpf;

import java.io.IOException;
import java.nio.file.Files;
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

    private static final int CLONE_NEWNET = 0x40000000; // include/uapi/linux/sched.h
    private static final Path OWN = Path.of("/proc/thread-self/ns/net");

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
        if (Files.isSameFile(namespace, OWN)) {
            return open();
        }
        int own = opened(OWN);
        int other = -1;
        try {
            other = opened(namespace);
            enter(other, namespace);
            return open();
        } finally {
            enter(own, OWN); // does nothing where the other could not be entered
            Native.libc().close(own);
            if (other >= 0) {
                Native.libc().close(other);
            }
        }
    }

    private static NetfilterSocket open() throws IOException {
        int descriptor = Native.libc().socket(AF_NETLINK, SOCK_RAW | CLOEXEC | NONBLOCK, NETLINK_NETFILTER);
        if (descriptor < 0) {
            throw failed("socket", Native.lastError());
        }
        return new NetfilterSocket(descriptor);
    }

    private static int opened(Path namespace) throws IOException {
        int descriptor = Native.libc().open(namespace.toString(), CLOEXEC);
        if (descriptor < 0) {
            throw new IOException(namespace + " can't be opened: " + Errno.name(Native.lastError()));
        }
        return descriptor;
    }

    private static void enter(int descriptor, Path namespace) throws IOException {
        if (Native.libc().setns(descriptor, CLONE_NEWNET) != 0) {
            throw new IOException(namespace + " can't be entered: " + Errno.name(Native.lastError()));
        }
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
