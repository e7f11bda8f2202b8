package io.netwatch.agent.identify;

import io.netwatch.agent.event.CgroupEvent;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Paths of cgroups by id, as their names came from the kernel; also of cgroups that are gone. Bounded: the one not asked
 * for the longest goes first. Used by the thread of events only.
 */
public final class CgroupPaths {
    private final Map<Long, String> paths;

    /** {@code capacity} cgroups are remembered. */
    public CgroupPaths(int capacity) {
        this.paths = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Long, String> eldest) {
                return size() > capacity;
            }
        };
    }

    public void onCgroup(CgroupEvent event) {
        paths.put(event.cgroup(), event.path());
    }

    /** The path below the hierarchy's root; null when the cgroup is not known. */
    public String of(long cgroup) {
        return paths.get(cgroup);
    }
}
