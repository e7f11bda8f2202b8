package io.netwatch.agent.kernel;

import io.netwatch.agent.libbpf.NativeMemory;

/**
 * Exact counts of what of one cgroup's connection events is not on the ring: {@code struct cgroup_value} of event.h.
 *
 * @param cgroup its id; 0 = events whose owner is unknown
 * @param ringFull lost: the ring had no room
 * @param throttled lost: over its share of a crowded ring
 * @param sampled left out by verdict SAMPLE
 * @param ignored connections, not events, left out, whole or from some time on, by verdict IGNORE or for their direction
 * @param limited left out: beyond the verdict's limit of events a second
 * @param dnsLost DNS messages that are not told: too many within a second, or the ring was crowded
 */
public record CgroupCounters(
        long cgroup, long ringFull, long throttled, long sampled, long ignored, long limited, long dnsLost) {
    static final int RING_FULL = 0;
    static final int THROTTLED = 8;
    static final int SAMPLED = 16;
    static final int IGNORED = 24;
    static final int LIMITED = 32;
    static final int DNS_LOST = 80;

    static CgroupCounters read(long cgroup, long at) {
        return new CgroupCounters(
                cgroup,
                NativeMemory.getLong(at + RING_FULL),
                NativeMemory.getLong(at + THROTTLED),
                NativeMemory.getLong(at + SAMPLED),
                NativeMemory.getLong(at + IGNORED),
                NativeMemory.getLong(at + LIMITED),
                NativeMemory.getLong(at + DNS_LOST));
    }
}
