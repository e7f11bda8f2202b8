package io.netwatch.agent.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the cgroup2 hierarchy is mounted. A cgroup's id is the inode of its directory there. More than one mount is
 * usual: inside a container the own one shows only the own subtree, and a mount of the host's shows all.
 */
final class CgroupMounts {
    private static final Pattern ESCAPE = Pattern.compile("\\\\([0-7]{3})");
    private static final Pattern ABOVE = Pattern.compile("^(/\\.\\.)+(?=/|$)");

    /** Of the hierarchy's root directory, kernel/cgroup/cgroup.c, cgroup_setup_root. */
    private static final long ROOT_INODE = 1;

    private final List<Mount> mounts;

    private CgroupMounts(List<Mount> mounts) {
        this.mounts = mounts;
    }

    /** A subtree of the hierarchy, as {@code /proc/<pid>/cgroup} would name it, and where it is. */
    private record Mount(String root, Path point) {
        /** What a path is called below the root of this mount; null when it is not there. */
        String below(String path) {
            String prefix = root.equals("/") ? "" : root;
            boolean within = path.startsWith(prefix)
                    && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
            String rest = within ? path.substring(prefix.length()) : "/..";
            return (rest + "/").contains("/../") ? null : rest;
        }
    }

    /** A cgroup that was found; its path starts at the hierarchy's root as far as that is known. */
    record Cgroup(long id, String path) {
        static final Cgroup UNKNOWN = new Cgroup(0, "");
    }

    /** Reads {@code self/mountinfo}; when it cannot be read there are no mounts, and every cgroup is unknown. */
    static CgroupMounts read(Path procRoot) {
        return read(procRoot, "self");
    }

    /**
     * The directory of the whole hierarchy's root, which in a container may be seen through the machine's first process alone; null
     * when it is not to be seen.
     */
    static Path hierarchyRoot(Path procRoot) {
        for (Mount mount : read(procRoot, "self").mounts) {
            if (inode(mount.point()) == ROOT_INODE) {
                return mount.point();
            }
        }
        Path host = procRoot.resolve("1/root");
        for (Mount mount : read(procRoot, "1").mounts) {
            Path point = host.resolve(Path.of("/").relativize(mount.point()));
            if (inode(point) == ROOT_INODE) {
                return point;
            }
        }
        return null;
    }

    /** -1 when it cannot be told. */
    private static long inode(Path directory) {
        try {
            return (Long) Files.getAttribute(directory, "unix:ino");
        } catch (IOException | UnsupportedOperationException e) {
            return -1;
        }
    }

    private static CgroupMounts read(Path procRoot, String process) {
        List<Mount> mounts = new ArrayList<>();
        try {
            byte[] bytes = Files.readAllBytes(procRoot.resolve(process).resolve("mountinfo"));
            new String(bytes, StandardCharsets.UTF_8).lines().forEach(line -> add(line, mounts));
        } catch (IOException e) {
            // a system without it
        }
        return new CgroupMounts(mounts);
    }

    /** The cgroup of a path out of a line {@code 0::/path}. */
    Cgroup find(String path) {
        for (Mount mount : mounts) {
            String below = mount.below(path);
            if (below == null) {
                continue;
            }
            try {
                Path directory = mount.point().resolve(below.substring(Math.min(1, below.length())));
                long id = (Long) Files.getAttribute(directory, "unix:ino");
                String full = ABOVE.matcher(mount.root()).replaceFirst("") + below;
                return new Cgroup(id, full.replaceFirst("^/+", "/"));
            } catch (IOException | InvalidPathException | UnsupportedOperationException e) {
                // removed meanwhile, or not to be seen from here: perhaps through the next mount
            }
        }
        return Cgroup.UNKNOWN;
    }

    // "41 31 0:38 /root /mount/point rw,relatime shared:9 - cgroup2 cgroup2 rw", proc_pid_mountinfo(5)
    private static void add(String line, List<Mount> mounts) {
        String[] fields = line.split(" ", -1);
        int type = List.of(fields).indexOf("-") + 1;
        if (type > 5 && type < fields.length && fields[type].equals("cgroup2")) {
            try {
                mounts.add(new Mount(unescape(fields[3]), Path.of(unescape(fields[4]))));
            } catch (InvalidPathException e) {
                // no path of this system
            }
        }
    }

    private static String unescape(String field) {
        return ESCAPE.matcher(field)
                .replaceAll(
                        match -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(match.group(1), 8))));
    }
}
