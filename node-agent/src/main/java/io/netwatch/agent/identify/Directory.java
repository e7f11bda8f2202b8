package io.netwatch.agent.identify;

import io.netwatch.agent.event.BootClock;
import io.netwatch.agent.event.CgroupEvent;
import io.netwatch.api.identity.IdentityLine;

/**
 * Who is who: cgroups of this node by their names, its pods as the API server tells of them, and peers as the operator does. Written
 * and read by the thread of events only. Looking up allocates nothing, once a cgroup or peer was met.
 */
public final class Directory {
    private final CgroupPaths paths;
    private static final End NOBODY = new End() {
        @Override
        public Party party() {
            return Party.UNKNOWN;
        }

        @Override
        public boolean isSettled() {
            return true;
        }
    };

    @SuppressWarnings("UnusedVariable")
    private OwnerListener listener;

    private LineListener lines = line -> {};

    /**
     * @param inCluster whether anybody will tell of pods; else nothing is waited for
     * @param capacity cgroups that are remembered
     */
    public Directory(boolean inCluster, int capacity, BootClock clock) {
        this.paths = new CgroupPaths(capacity);
    }

    /** To be called before anything else, and at most once. */
    public void follow(OwnerListener owners) {
        listener = owners;
    }

    /** Who else is given each line of the operator. To be called before anything else, and at most once. */
    public void followLines(LineListener listener) {
        lines = listener;
    }

    /** The kernel names a cgroup. */
    public void onCgroup(CgroupEvent event) {
        paths.onCgroup(event);
    }

    /** The API server tells of a pod of this node, for the first time or again. */
    public void onPod(NodePod pod) {}

    /** A pod of this node is gone from the API server; it is remembered for 10 minutes. */
    public void onPodGone(String uid) {}

    /** Whether the API server tells of this node's pods. Names that it told before are marked as last known while it does not. */
    public void onApiServer(boolean heard) {}

    /** The operator tells of peers. */
    public void onLine(IdentityLine line) {
        lines.onLine(line);
    }

    /** Whether the operator tells of peers. */
    public void onOperator(boolean heard) {}

    /** The path of a cgroup below its hierarchy's root; null when it is not known. */
    public String path(long cgroup) {
        return paths.of(cgroup);
    }

    /** The end of a connection whose socket a process of this cgroup made; 0 = unknown. */
    public End local(long cgroup) {
        return NOBODY;
    }

    /**
     * The end of a connection at this address.
     *
     * @param high and {@code low}: the address, as in {@code Endpoint}
     * @param port the end's port when it was connected to; 0 when it connected
     * @param opened when the connection began, CLOCK_BOOTTIME ns; 0 = before the agent
     */
    public End peer(long high, long low, int port, long opened) {
        return NOBODY;
    }

    /** A number that changes whenever {@link #peer} may answer another way than before. */
    public long version() {
        return 0;
    }

    /** Why a connect to this end had to fail, as known now. */
    public Trouble trouble(End peer) {
        return Trouble.NONE;
    }

    /** Forgets what was remembered for long enough; to be called about once a second. */
    public void expire() {}
}
