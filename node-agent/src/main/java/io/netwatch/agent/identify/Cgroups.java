package io.netwatch.agent.identify;

import io.netwatch.agent.event.BootClock;
import io.netwatch.agent.event.CgroupEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * The cgroups that were met, and whose they are; also those that are gone. Bounded: the one not asked for the longest goes first.
 * Asking for one that is known allocates nothing. Used by the thread of events only.
 */
final class Cgroups {
    /** How long after it was met the pod or container of a cgroup may still be told. */
    private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final boolean inCluster;
    private final String node;
    private final int capacity;
    private final BootClock clock;
    private final LocalPods pods = new LocalPods();
    private final Long2ObjectHashMap<CgroupEnd> ends = new Long2ObjectHashMap<>();
    private final List<CgroupEnd> unnamed = new ArrayList<>();
    private CgroupEnd oldest;
    private CgroupEnd newest;
    private OwnerListener listener;
    private boolean apiServerHeard;

    /** {@code node}: this node's name, null when it is not known. */
    Cgroups(boolean inCluster, String node, int capacity, BootClock clock) {
        this.inCluster = inCluster;
        this.node = node;
        this.capacity = capacity;
        this.clock = clock;
    }

    void follow(OwnerListener owners) {
        listener = owners;
    }

    void onApiServer(boolean heard) {
        apiServerHeard = heard;
    }

    boolean isApiServerHeard() {
        return apiServerHeard;
    }

    String node() {
        return node;
    }

    /** Whether more may be told of a cgroup that was met then. */
    boolean isWaiting(long met) {
        return inCluster && clock.bootNanos() - met < WAIT_NANOS;
    }

    /** The end in this cgroup; a new one when it is not known. */
    CgroupEnd of(long cgroup) {
        CgroupEnd end = ends.get(cgroup);
        if (end == null) {
            end = add(cgroup);
        } else if (end != newest) {
            unlink(end);
            append(end);
        }
        return end;
    }

    /** Null when it is not known. */
    String path(long cgroup) {
        CgroupEnd end = ends.get(cgroup);
        return end == null ? null : end.path();
    }

    void onCgroup(CgroupEvent event) {
        String path = event.path();
        CgroupEnd end = of(event.cgroup());
        if (path.equals(end.path())) {
            return;
        }
        if (end.path() != null) { // the id is another's now; whoever holds the end keeps the name
            remove(end);
            end = add(event.cgroup());
        }
        end.named(path, ContainerName.parse(path));
        resolve(end);
    }

    private void resolve(CgroupEnd end) {
        LocalPod pod = end.name().isOfPod() ? pods.find(end.name()) : null;
        if (pod != null) {
            join(end, pod);
        } else if (end.isUnnamedPod()) {
            unnamed.add(end);
        }
        tell(end);
    }

    private static void join(CgroupEnd end, LocalPod pod) {
        end.belongsTo(pod);
        pod.cgroups().add(end);
    }

    private void tell(CgroupEnd end) {
        if (listener == null) {
            return;
        }
        if (end.pod() != null) {
            listener.onPod(end.cgroup, end.pod().pod());
        } else if (end.name().isHost()) {
            listener.onHost(end.cgroup);
        } else {
            listener.onUnknown(end.cgroup);
        }
    }

    void onPod(NodePod told) {
        LocalPod known = pods.get(told.uid());
        boolean isSame = known != null && known.pod().equals(told);
        LocalPod pod = pods.put(told);
        if (!isSame) {
            for (CgroupEnd end : pod.cgroups()) {
                end.belongsTo(pod);
                tell(end);
            }
            unnamed.removeIf(this::isNamedNow);
        }
    }

    private boolean isNamedNow(CgroupEnd end) {
        LocalPod pod = pods.find(end.name());
        if (pod != null) {
            join(end, pod);
            tell(end);
        }
        return pod != null;
    }

    void onPodGone(String uid) {
        pods.gone(uid, clock.bootNanos());
    }

    void expire(long now) {
        pods.expire(now);
    }

    /** Pods that were forgotten before their 10 minutes, as too many were gone. */
    long forgottenEarly() {
        return pods.forgottenEarly();
    }

    private CgroupEnd add(long cgroup) {
        if (ends.size() >= capacity) {
            remove(oldest);
        }
        CgroupEnd end = new CgroupEnd(cgroup, this, clock.bootNanos());
        ends.put(cgroup, end);
        append(end);
        return end;
    }

    private void remove(CgroupEnd end) {
        ends.remove(end.cgroup);
        unlink(end);
        if (end.pod() != null) {
            end.pod().cgroups().remove(end);
        } else if (end.isUnnamedPod()) {
            unnamed.remove(end);
        }
        if (listener != null) {
            listener.onForgotten(end.cgroup);
        }
    }

    private void append(CgroupEnd end) {
        end.older = newest;
        end.newer = null;
        if (newest == null) {
            oldest = end;
        } else {
            newest.newer = end;
        }
        newest = end;
    }

    private void unlink(CgroupEnd end) {
        if (end.older == null) {
            oldest = end.newer;
        } else {
            end.older.newer = end.newer;
        }
        if (end.newer == null) {
            newest = end.older;
        } else {
            end.newer.older = end.older;
        }
    }
}
