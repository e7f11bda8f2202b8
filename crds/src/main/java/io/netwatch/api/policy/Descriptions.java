package io.netwatch.api.policy;

/** What {@code kubectl explain} says of the fields that both kinds of policy have, and of their selectors. */
final class Descriptions {
    static final String NAMESPACE_SELECTOR =
            "Namespaces whose pods are watched, by their labels. Absent or empty: all.";
    static final String POD_SELECTOR = "Pods that are watched, by their labels. Absent or empty: all.";
    static final String NODE_SELECTOR = "Nodes on which is watched, by their labels. Absent or empty: all.";
    static final String HOSTS = "Whether processes of the nodes themselves are watched, beside pods.";
    static final String EVENTS = "What is watched of a connection.";
    static final String DIRECTIONS = "Who began the connection, as seen from the watched pod.";
    static final String PORTS =
            "Service ports that are watched: the peer's port of an outbound connection, the pod's own"
                    + " of an inbound one. Absent: all.";
    static final String CIDRS = "Peers that are watched, by address. Absent: all.";
    static final String SAMPLING = "How much detail is told. Absent: all of it.";
    static final String LIMITS = "What this policy may take on each node. Absent: the defaults of its fields.";
    static final String BUDGET =
            "What the agent may spend on this policy on each node. Absent: the agent's own limits.";
    static final String SNAPSHOT = "What goes into snapshots, and how often. Absent: the defaults of its fields.";
    static final String CLOUD = "Where snapshots go. Absent: nowhere; they are shown inside of the cluster only.";
    static final String DETECTORS = "What alerts are raised for. Absent: none.";
    static final String SUSPEND = "Stops watching at once, and keeps the policy.";
    static final String EXPIRES_AT =
            "When watching ends, as RFC 3339 time such as 2030-01-31T12:00:00Z. Absent: never.";

    private Descriptions() {}
}
