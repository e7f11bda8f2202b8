package io.netwatch.agent.kernel;

import io.netwatch.agent.event.ConnectionEvent;
import io.netwatch.agent.libbpf.NativeMemory;

/**
 * What the programs are told before they are loaded: {@code struct settings} of event.h and the sizes of maps.
 *
 * @param ringBytes size of the ring: a power of two, and whole pages
 * @param connections connections remembered at once, at least 1
 * @param cgroupV1 whether a process is named by its cgroup in the v1 memory hierarchy
 */
public record Settings(int ringBytes, int connections, boolean cgroupV1) {
    static final int RING_BYTES = 0;
    static final int WAKEUP_BYTES = 8;
    static final int SHARE_EVENTS = 16;
    static final int CGROUP_V1 = 20;
    static final int SYS_EXIT_HOOK = 24;

    private static final int WAKEUPS_PER_RING = 4;

    /** Cgroups that may flood at once and still leave the quiet ones half of the ring's second half. */
    private static final int SHARES_PER_RING = 32;

    private static final int MIN_SHARE_EVENTS = 4;

    void write(long address, ProgramSet programs) {
        NativeMemory.putLong(address + RING_BYTES, ringBytes);
        NativeMemory.putLong(address + WAKEUP_BYTES, ringBytes / WAKEUPS_PER_RING);
        NativeMemory.putInt(
                address + SHARE_EVENTS,
                Math.max(MIN_SHARE_EVENTS, ringBytes / SHARES_PER_RING / ConnectionEvent.BYTES));
        NativeMemory.putInt(address + CGROUP_V1, cgroupV1 ? 1 : 0);
        NativeMemory.putInt(address + SYS_EXIT_HOOK, programs == ProgramSet.TRACEPOINT_SYS_EXIT ? 1 : 0);
    }
}
