package io.netwatch.agent.identify;

/** How it was known who is at an end of a connection; from sure to not at all. */
public enum Attribution {
    /** By the cgroup of the process that holds the socket. */
    CGROUP,
    /** By who held the address when the connection began. */
    IP,
    /** More than one held the address about then; named is what they have in common. */
    IP_AMBIGUOUS,
    /** A node's own address: any of its processes, or a pod in its network. */
    HOST,
    /** An address of nobody in the cluster. */
    EXTERNAL,
    /** Nothing is known. */
    UNKNOWN
}
