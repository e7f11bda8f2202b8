package io.netwatch.agent.libbpf;

import jnr.ffi.Pointer;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;

/**
 * The functions used of the C library, with their C names. Each returns -1 (mmap: all ones) and sets errno on failure. For
 * this package; public because jnr-ffi implements it in a class loader of its own.
 */
public interface Libc {
    /** The last argument is an offset in bytes, declared as a pointer: jnr-ffi passes garbage for a sixth integer. */
    Pointer mmap(Pointer address, @size_t long length, int protection, int flags, int descriptor, Pointer offset);

    int munmap(Pointer address, @size_t long length);

    @ssize_t
    long read(int descriptor, Pointer buffer, @size_t long length);

    @ssize_t
    long write(int descriptor, Pointer buffer, @size_t long length);

    int open(String path, int flags);

    int close(int descriptor);

    int setns(int namespace, int type);

    int socket(int domain, int type, int protocol);

    int setsockopt(int descriptor, int level, int name, Pointer value, int length);

    int connect(int descriptor, Pointer address, int length);

    int eventfd(int initial, int flags);

    int epoll_create1(int flags);

    int epoll_ctl(int epoll, int operation, int descriptor, Pointer event);

    int epoll_wait(int epoll, Pointer events, int capacity, int timeoutMillis);

    int vsnprintf(Pointer buffer, @size_t long size, Pointer format, Pointer arguments);

    int clock_gettime(int clock, Pointer timespec);
}
