package io.netwatch.agent.collect;

import io.netwatch.api.snapshot.DiskIo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Lines of {@code /proc/diskstats}, Documentation/admin-guide/iostats.rst: major minor name, reads merged sectors ms, writes merged
 * sectors ms, ... A sector is 512 bytes, whatever the disk's.
 *
 * @param read sectors
 * @param written sectors
 */
record DiskCounters(String name, long read, long written) {
    private static final long SECTOR_BYTES = 512;
    private static final int NAME = 2;
    private static final int READ = 5;
    private static final int WRITTEN = 9;

    /** They hold no data of their own: it is counted on the disks below them, or is memory. */
    private static final List<String> NOT_DISKS = List.of("loop", "ram", "zram", "dm-", "md");

    /** Null when the line is none. */
    static DiskCounters parse(String line) {
        String[] fields = ProcText.fields(line);
        if (fields.length <= WRITTEN) {
            return null;
        }
        long read = ProcText.number(fields[READ]);
        long written = ProcText.number(fields[WRITTEN]);
        return read < 0 || written < 0 ? null : new DiskCounters(fields[NAME], read, written);
    }

    /** Of whole disks, since the machine started. */
    static DiskIo sum(List<DiskCounters> all) {
        Set<String> names = new HashSet<>();
        all.forEach(disk -> names.add(disk.name));
        List<DiskCounters> disks = new ArrayList<>(all);
        disks.removeIf(disk -> NOT_DISKS.stream().anyMatch(disk.name::startsWith) || isPartition(disk.name, names));
        return new DiskIo(
                disks.stream().mapToLong(DiskCounters::read).sum() * SECTOR_BYTES,
                disks.stream().mapToLong(DiskCounters::written).sum() * SECTOR_BYTES);
    }

    /** As disk_name of block/partitions/core.c makes its name: the disk's and a number, with a {@code p} between two digits. */
    private static boolean isPartition(String name, Set<String> names) {
        int digits = name.length();
        while (digits > 0 && isDigit(name.charAt(digits - 1))) {
            digits--;
        }
        String disk = name.substring(0, digits);
        boolean hasP = disk.length() >= 2 && disk.endsWith("p") && isDigit(disk.charAt(disk.length() - 2));
        return digits < name.length()
                && (names.contains(disk) || (hasP && names.contains(disk.substring(0, disk.length() - 1))));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
