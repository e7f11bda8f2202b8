package io.netwatch.agent.event;

import io.netwatch.agent.libbpf.NativeMemory;
import java.nio.charset.StandardCharsets;

/**
 * Writes {@code struct cgroup_event} into memory that its caller owns, with no more names behind it than there are. As
 * the kernel's programs do, it keeps the leaf and at most seven of its parents.
 */
public final class CgroupEventEncoder {
    // CGROUP_LEVELS, CGROUP_NAME_MAX and CGROUP_NAMES_MAX of event.h
    private static final int LEVELS_MAX = 8;
    private static final int NAME_MAX = 256;
    private static final int NAMES_MAX = 1024;

    /** Bytes that a record may take. */
    public static final int BYTES_MAX = CgroupEvent.NAMES + NAMES_MAX;

    /**
     * Writes a record at {@code address}, where {@link #BYTES_MAX} bytes are. Returns the bytes that it took.
     *
     * @param path below the hierarchy's root, {@code /} for the root itself
     */
    public int encode(long address, long cgroup, long time, String path) {
        String[] names = path.split("/", -1);
        int levels = 0;
        int used = 0;
        for (int i = names.length - 1; i >= 0 && levels < LEVELS_MAX && used <= NAMES_MAX - NAME_MAX; i--) {
            if (names[i].isEmpty()) {
                continue;
            }
            byte[] name = names[i].getBytes(StandardCharsets.UTF_8);
            int length = Math.min(name.length, NAME_MAX - 1);
            NativeMemory.putBytes(address + CgroupEvent.NAMES + used, name, 0, length);
            NativeMemory.putByte(address + CgroupEvent.NAMES + used + length, (byte) 0);
            used += length + 1;
            levels++;
        }
        NativeMemory.putLong(address, 0);
        NativeMemory.putByte(address, (byte) EventKind.CGROUP.code());
        NativeMemory.putByte(address + CgroupEvent.LEVELS, (byte) levels);
        NativeMemory.putShort(address + CgroupEvent.LENGTH, (short) used);
        NativeMemory.putLong(address + CgroupEvent.TIME, time);
        NativeMemory.putLong(address + CgroupEvent.CGROUP, cgroup);
        return CgroupEvent.NAMES + used;
    }
}
