package io.netwatch.agent.libbpf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Sockets of other network namespaces: one stays in the namespace that it was made in. */
final class NamespacedSocket {
    /** O_CLOEXEC, and SOCK_CLOEXEC. */
    private static final int CLOEXEC = 02000000;

    private static final int CLONE_NEWNET = 0x40000000; // include/uapi/linux/sched.h
    private static final Path OWN = Path.of("/proc/thread-self/ns/net");

    private NamespacedSocket() {}

    /**
     * The calling thread is in that namespace for a moment, unless it is in it anyway. Returns the socket's descriptor, or the negative
     * errno of socket(2). Fails when the namespace can't be entered.
     *
     * @param namespace the file that stands for it
     */
    static int open(Path namespace, int domain, int type, int protocol) throws IOException {
        if (Files.isSameFile(namespace, OWN)) {
            return open(domain, type, protocol);
        }
        int own = opened(OWN);
        int other = -1;
        try {
            other = opened(namespace);
            enter(other, namespace);
            return open(domain, type, protocol);
        } finally {
            enter(own, OWN); // does nothing where the other could not be entered
            Native.libc().close(own);
            if (other >= 0) {
                Native.libc().close(other);
            }
        }
    }

    private static int open(int domain, int type, int protocol) {
        int descriptor = Native.libc().socket(domain, type | CLOEXEC, protocol);
        return descriptor < 0 ? -Native.lastError() : descriptor;
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
}
