package io.netwatch.agent.identify;

import io.netwatch.agent.event.BootClock;
import io.netwatch.agent.event.CgroupEvent;
import io.netwatch.api.identity.IdentityLine;

/**
 * Who is who: cgroups of this node by their names, its pods as the API server tells of them, and peers as the operator does. Written
 * and read by the thread of events only. Looking up allocates nothing, once a cgroup or peer was met.
 */
public final class Directory implements AutoCloseable {
    private static final End UNKNOWN = new End() {
        @Override
        public Party party() {
            return Party.UNKNOWN;
        }

        @Override
        public boolean isSettled() {
            return true;
        }
    };

    private final boolean inCluster;
    private final String node;
    private final BootClock clock;
    private final Cgroups cgroups;
    private final Peers peers;
    private LineListener lines = line -> {};

    /**
     * @param inCluster whether anybody will tell of pods; else nothing is waited for
     * @param capacity cgroups that are remembered
     */
    public Directory(boolean inCluster, int capacity, BootClock clock) {
        this(inCluster, null, capacity, clock);
    }

    /**
     * In a cluster.
     *
     * @param node this node's name, which its pods are told with
     * @param capacity cgroups that are remembered
     */
    public Directory(String node, int capacity, BootClock clock) {
        this(true, node, capacity, clock);
    }

    private Directory(boolean inCluster, String node, int capacity, BootClock clock) {
        this.inCluster = inCluster;
        this.node = node;
        this.clock = clock;
        this.cgroups = new Cgroups(inCluster, node, capacity, clock);
        this.peers = new Peers(clock);
    }

    /** To be called before anything else, and at most once. */
    public void follow(OwnerListener owners) {
        cgroups.follow(owners);
    }

    /** Has somebody told of each line of the operator's, after it was taken in. To be called before anything else, and at most once. */
    public void followLines(LineListener follower) {
        lines = follower;
    }

    /** The kernel names a cgroup. */
    public void onCgroup(CgroupEvent event) {
        cgroups.onCgroup(event);
    }

    /** The API server tells of a pod of this node, for the first time or again. */
    public void onPod(NodePod pod) {
        cgroups.onPod(pod);
        peers.onPod(pod, node);
    }

    /** A pod of this node is gone from the API server; it is remembered for 10 minutes. */
    public void onPodGone(String uid) {
        cgroups.onPodGone(uid);
        peers.onPodGone(uid);
    }

    /** Whether the API server tells of this node's pods. Names that it told before are marked as last known while it does not. */
    public void onApiServer(boolean heard) {
        cgroups.onApiServer(heard);
        peers.onApiServer(heard);
    }

    /** The operator tells of peers. */
    public void onLine(IdentityLine line) {
        peers.onLine(line);
        lines.onLine(line);
    }

    /** Whether the operator tells of peers. Those that it told before are marked as last known while it does not. */
    public void onOperator(boolean heard) {
        peers.onOperator(heard);
    }

    /** The path of a cgroup below its hierarchy's root; null when it is not known. */
    public String path(long cgroup) {
        return cgroups.path(cgroup);
    }

    /** The end of a connection whose socket a process of this cgroup made; 0 = unknown. */
    public End local(long cgroup) {
        return cgroup == 0 ? UNKNOWN : cgroups.of(cgroup);
    }

    /**
     * The end of a connection at this address.
     *
     * @param high and {@code low}: the address, as in {@code Endpoint}
     * @param port the end's port when it was connected to; 0 when it connected
     * @param opened when the connection began, CLOCK_BOOTTIME ns; 0 = before the agent
     */
    public End peer(long high, long low, int port, long opened) {
        return inCluster ? peers.peer(high, low, port, opened) : UNKNOWN;
    }

    /** A number that changes whenever {@link #peer} may answer another way than before. */
    public long version() {
        return peers.version();
    }

    /** Why a connect to this end had to fail, as known now. */
    public Trouble trouble(End peer) {
        return peer instanceof PeerEnd end ? end.peer().trouble() : Trouble.NONE;
    }

    /** Forgets what was remembered for long enough; to be called about once a second. */
    public void expire() {
        long now = clock.bootNanos();
        cgroups.expire(now);
        peers.expire(now);
    }

    /** Pods that were forgotten before their 10 minutes, as too many were gone. */
    public long forgottenEarly() {
        return cgroups.forgottenEarly() + peers.forgottenEarly();
    }

    /** Bytes outside the heap. */
    public long nativeBytes() {
        return peers.bytes();
    }

    /** Gives back the memory outside the heap; nothing may be asked afterwards, save what ends were given before. */
    @Override
    public void close() {
        peers.close();
    }
}
