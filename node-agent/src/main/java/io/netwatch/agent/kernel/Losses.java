package io.netwatch.agent.kernel;

import io.netwatch.agent.libbpf.NativeMemory;

/** What one CPU has not told since the start, and why: {@code struct losses} of event.h. */
public record Losses(
        long ringFull,
        long throttled,
        long sampled,
        long ignored,
        long limited,
        long socketsFull,
        long listenersFull,
        long cgroupsFull,
        long totalsFull,
        long namesDeferred,
        long dnsCrowded,
        long dnsLimited) {
    static final int RING_FULL = 0;
    static final int THROTTLED = 8;
    static final int SAMPLED = 16;
    static final int IGNORED = 24;
    static final int LIMITED = 32;
    static final int SOCKETS_FULL = 40;
    static final int LISTENERS_FULL = 48;
    static final int CGROUPS_FULL = 56;
    static final int TOTALS_FULL = 64;
    static final int NAMES_DEFERRED = 72;
    static final int DNS_CROWDED = 80;
    static final int DNS_LIMITED = 88;
    static final int BYTES = 96;

    static Losses read(long at) {
        return new Losses(
                NativeMemory.getLong(at + RING_FULL),
                NativeMemory.getLong(at + THROTTLED),
                NativeMemory.getLong(at + SAMPLED),
                NativeMemory.getLong(at + IGNORED),
                NativeMemory.getLong(at + LIMITED),
                NativeMemory.getLong(at + SOCKETS_FULL),
                NativeMemory.getLong(at + LISTENERS_FULL),
                NativeMemory.getLong(at + CGROUPS_FULL),
                NativeMemory.getLong(at + TOTALS_FULL),
                NativeMemory.getLong(at + NAMES_DEFERRED),
                NativeMemory.getLong(at + DNS_CROWDED),
                NativeMemory.getLong(at + DNS_LIMITED));
    }

    Losses plus(Losses other) {
        return new Losses(
                ringFull + other.ringFull,
                throttled + other.throttled,
                sampled + other.sampled,
                ignored + other.ignored,
                limited + other.limited,
                socketsFull + other.socketsFull,
                listenersFull + other.listenersFull,
                cgroupsFull + other.cgroupsFull,
                totalsFull + other.totalsFull,
                namesDeferred + other.namesDeferred,
                dnsCrowded + other.dnsCrowded,
                dnsLimited + other.dnsLimited);
    }
}
