package io.netwatch.agent.event;

import io.netwatch.agent.libbpf.NativeMemory;
import java.nio.charset.StandardCharsets;

/**
 * A flyweight over {@code struct cgroup_event} of event.h: the names of a cgroup and its parents, sent once. Valid as
 * {@link ConnectionEvent} is.
 *
 * <pre>
 *    0 kind u8 | levels u8 | length u16 | reserved u32
 *    8 time u64      16 cgroup u64
 *   24 names char[length], leaf first, each ends in NUL
 * </pre>
 */
public final class CgroupEvent {
    static final int LEVELS = 1;
    static final int LENGTH = 2;
    static final int TIME = 8;
    static final int CGROUP = 16;
    static final int NAMES = 24;

    /** Bytes without names. */
    static final int HEADER_BYTES = NAMES;

    private long address;

    CgroupEvent wrap(long address) {
        this.address = address;
        return this;
    }

    /** Whether the names lie within a record of so many bytes. */
    boolean fits(int recordBytes) {
        int length = NativeMemory.getShort(address + LENGTH) & 0xffff;
        return length <= recordBytes - NAMES;
    }

    /** Cgroup id. */
    public long cgroup() {
        return NativeMemory.getLong(address + CGROUP);
    }

    /** CLOCK_BOOTTIME, ns. */
    public long time() {
        return NativeMemory.getLong(address + TIME);
    }

    /** The path below the hierarchy's root, {@code /} for the root itself; of a deep one the last eight names. Allocates. */
    public String path() {
        int length = NativeMemory.getShort(address + LENGTH) & 0xffff;
        byte[] bytes = new byte[length];
        NativeMemory.getBytes(address + NAMES, bytes, 0, length);
        StringBuilder path = new StringBuilder();
        int start = 0;
        for (int i = 0; i < length; i++) {
            if (bytes[i] == 0) {
                path.insert(0, "/" + new String(bytes, start, i - start, StandardCharsets.UTF_8));
                start = i + 1;
            }
        }
        return path.length() == 0 ? "/" : path.toString();
    }
}
