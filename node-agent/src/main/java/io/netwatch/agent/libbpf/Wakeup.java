package io.netwatch.agent.libbpf;

import jnr.ffi.Memory;
import jnr.ffi.Pointer;

/**
 * A wait that a map's wakeups end, or another thread. Edge-triggered: unread data alone does not end it, only a wakeup
 * does, so that a reader which comes by the clock is not woken for each record. Nothing is allocated by a wait.
 */
public final class Wakeup implements AutoCloseable {
    // include/uapi/linux/eventpoll.h; EFD_* and EPOLL_CLOEXEC are O_NONBLOCK and O_CLOEXEC
    private static final int CTL_ADD = 1;
    private static final int EPOLLIN = 1;
    private static final int EPOLLET = 1 << 31;
    private static final int CLOEXEC = 02000000;
    private static final int NONBLOCK = 04000;

    private static final int EVENT_BYTES = 12; // struct epoll_event, packed on x86_64; 16 elsewhere
    private static final int EVENTS = 2;

    private final int epoll;
    private final int signal;
    private final Pointer events = Memory.allocateDirect(Native.runtime(), EVENTS * 16, true);
    private final Pointer one = Memory.allocateDirect(Native.runtime(), 8, true);
    private boolean closed;

    public Wakeup() throws BpfException {
        one.putLong(0, 1);
        epoll = checked("epoll_create1", Native.libc().epoll_create1(CLOEXEC));
        signal = checked("eventfd", Native.libc().eventfd(0, CLOEXEC | NONBLOCK));
        add(signal);
    }

    /** Lets this map's wakeups end a wait. */
    public void add(BpfMap map) throws BpfException {
        add(map.descriptor());
    }

    private void add(int descriptor) throws BpfException {
        Pointer event = Memory.allocateDirect(Native.runtime(), EVENT_BYTES + 4, true);
        event.putInt(0, EPOLLIN | EPOLLET);
        checked("epoll_ctl", Native.libc().epoll_ctl(epoll, CTL_ADD, descriptor, event));
    }

    /** Waits until a wakeup, {@link #signal}, or the time is over; a signal handler may end it early. */
    public void await(int millis) {
        Native.libc().epoll_wait(epoll, events, EVENTS, millis);
    }

    /** Ends the present wait, or the next one; from any thread, also after {@link #close}. */
    public synchronized void signal() {
        if (!closed) {
            Native.libc().write(signal, one, 8);
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            Native.libc().close(epoll);
            Native.libc().close(signal);
        }
    }

    private static int checked(String operation, int result) throws BpfException {
        if (result < 0) {
            throw new BpfException(
                    FailureReason.IO, operation + " failed: " + Errno.name(Native.lastError()) + ".", "");
        }
        return result;
    }
}
