package io.netwatch.agent.libbpf;

import jnr.ffi.Memory;
import jnr.ffi.Pointer;

/** The clock that the kernel's programs stamp events with. */
public final class BootTime {
    private static final int CLOCK_BOOTTIME = 7; // include/uapi/linux/time.h
    private static final ThreadLocal<Pointer> TIMESPEC =
            ThreadLocal.withInitial(() -> Memory.allocateDirect(Native.runtime(), 16));

    private BootTime() {}

    /** Nanoseconds since the machine started, suspend included. */
    public static long nanos() {
        Pointer timespec = TIMESPEC.get();
        Native.libc().clock_gettime(CLOCK_BOOTTIME, timespec);
        return timespec.getLong(0) * 1_000_000_000L + timespec.getLong(8);
    }
}
