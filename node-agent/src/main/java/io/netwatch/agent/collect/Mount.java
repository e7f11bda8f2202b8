package io.netwatch.agent.collect;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A line of {@code /proc/<pid>/mountinfo}, proc_pid_mountinfo(5):
 *
 * <pre>
 * 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue
 * id parent device root point options fields* - type source options
 * </pre>
 *
 * @param device major and minor number
 * @param root which folder of the file system is mounted; not {@code /} = a bind mount
 * @param point where, as in {@link HostRoot#find}
 * @param source such as {@code /dev/sda1}
 */
record Mount(String device, String root, String point, String type, String source) {
    private static final String SEPARATOR = "-";
    private static final int FIXED_FIELDS = 6;
    private static final int FIELDS_AFTER = 3;

    /** Images that are always full. */
    private static final Set<String> READ_ONLY = Set.of("squashfs", "iso9660", "erofs", "cramfs", "udf");

    /** Null when the line is none. */
    static Mount parse(String line) {
        String[] fields = line.strip().split(" ", -1);
        for (int i = FIXED_FIELDS; i + FIELDS_AFTER <= fields.length; i++) {
            if (fields[i].equals(SEPARATOR) && fields.length - i >= FIELDS_AFTER) {
                return new Mount(
                        fields[2], unescaped(fields[3]), unescaped(fields[4]), fields[i + 1], unescaped(fields[i + 2]));
            }
        }
        return null;
    }

    /** Of all file systems on disks one mount each: the whole one if there is one, and of those the shortest path. */
    static Collection<Mount> disks(List<Mount> mounts) {
        Map<String, Mount> visible = new LinkedHashMap<>();
        mounts.forEach(mount -> visible.put(mount.point, mount)); // a later one hides those below it
        Map<String, Mount> byDisk = new HashMap<>();
        List<Mount> disks = new ArrayList<>();
        visible.values().stream()
                .filter(Mount::isOnDisk)
                .sorted(Comparator.comparing((Mount mount) -> !mount.root.equals("/"))
                        .thenComparing(mount -> mount.point.length())
                        .thenComparing(Mount::point))
                .filter(mount -> byDisk.putIfAbsent(mount.disk(), mount) == null)
                .forEach(disks::add);
        disks.sort(Comparator.comparing(Mount::point));
        return disks;
    }

    /** Network file systems, and those that a process serves, may hang whoever asks. */
    private boolean isOnDisk() {
        return source.startsWith("/dev/")
                && point.startsWith("/")
                && !type.startsWith("fuse")
                && !READ_ONLY.contains(type);
    }

    /** A file system with several volumes, as btrfs, has for each a number of its own, of major number 0. */
    private String disk() {
        return device.startsWith("0:") ? source : device;
    }

    /** The kernel writes blank, tab, newline, backslash and {@code #} as a backslash and three octal digits. */
    private static String unescaped(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            boolean escaped = text.charAt(i) == '\\'
                    && i + 3 < text.length()
                    && text.substring(i + 1, i + 4).matches("[0-3][0-7]{2}");
            plain.append(escaped ? (char) Integer.parseInt(text.substring(i + 1, i + 4), 8) : text.charAt(i));
            i += escaped ? 3 : 0;
        }
        return plain.toString();
    }
}
