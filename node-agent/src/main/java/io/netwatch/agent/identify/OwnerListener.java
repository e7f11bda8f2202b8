package io.netwatch.agent.identify;

/** Follows whose each cgroup is; called on the thread of events, whenever an answer changed. */
public interface OwnerListener {
    /** A cgroup is a pod's, as that is known now. */
    void onPod(long cgroup, NodePod pod);

    /** A cgroup is of this node's own processes. */
    void onHost(long cgroup);

    /** A cgroup is a pod's that the API server has not told of yet. */
    void onUnknown(long cgroup);

    /** A cgroup is not remembered any more. */
    void onForgotten(long cgroup);
}
