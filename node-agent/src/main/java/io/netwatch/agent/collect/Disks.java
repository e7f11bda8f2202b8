package io.netwatch.agent.collect;

import io.netwatch.api.snapshot.DiskIo;
import io.netwatch.api.snapshot.DiskUsage;
import java.io.File;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Space on the host's disks and what went to and from them. A disk is shown once, however often it is mounted; network file systems,
 * those that a process serves, and images that are always full are left out. Used by one thread.
 */
public final class Disks {
    private final Path mountInfo;
    private final Path diskStats;
    private final HostRoot host;

    /**
     * @param mountInfo {@code /proc/1/mountinfo}: that process sees the host's mounts
     * @param diskStats {@code /proc/diskstats}, which is the machine's in every container
     * @param host where those mounts are
     */
    public Disks(Path mountInfo, Path diskStats, HostRoot host) {
        this.mountInfo = mountInfo;
        this.diskStats = diskStats;
        this.host = host;
    }

    /** By mount point. One that may not be asked is left out. Fails when mounts can't be listed. */
    public List<DiskUsage> usage() throws IOException {
        List<Mount> mounts = ProcText.lines(mountInfo).stream()
                .map(Mount::parse)
                .filter(Objects::nonNull)
                .toList();
        List<DiskUsage> usages = new ArrayList<>();
        for (Mount mount : Mount.disks(mounts)) {
            File point = find(mount);
            long total = point == null ? 0 : point.getTotalSpace();
            if (total > 0) {
                usages.add(usage(mount, total, point.getFreeSpace(), point.getUsableSpace()));
            }
        }
        return usages;
    }

    /** A file, not a FileStore, which looks for the mount among our own. Null when this process can't spell its name. */
    private File find(Mount mount) {
        try {
            return host.find(mount.point()).toFile();
        } catch (InvalidPathException e) {
            return null;
        }
    }

    /** Since the machine started, over whole disks. Fails when it can't be read. */
    public DiskIo io() throws IOException {
        return DiskCounters.sum(ProcText.lines(diskStats).stream()
                .map(DiskCounters::parse)
                .filter(Objects::nonNull)
                .toList());
    }

    /** As df counts: what is kept for root is neither used nor available. */
    private static DiskUsage usage(Mount mount, long total, long free, long available) {
        long used = Math.max(0, total - free);
        long counted = used + available;
        double share = counted == 0 ? 0 : ProcText.oneDecimal(used * 100.0 / counted);
        return new DiskUsage(mount.point(), mount.source(), total, used, available, share);
    }
}
