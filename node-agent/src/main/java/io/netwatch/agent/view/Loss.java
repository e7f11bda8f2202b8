package io.netwatch.agent.view;

import java.util.Locale;

/** Why something that happened is not seen in full. Every reason is counted where it happens. */
public enum Loss {
    /** The ring between kernel and agent had no room; totals by peer still count the event. */
    RING_FULL,
    /** One cgroup had more than its share while the ring was crowded; totals by peer still count the event. */
    THROTTLED,
    /** A pod had more events in a second than its policies let it tell; totals by peer still count the event. */
    LIMITED,
    /** The kernel left a state change out, as a BPF program would have interrupted itself. */
    SKIPPED,
    /** The agent could not make sense of a record. */
    MALFORMED,
    /** The table was full of open connections: a new one is told of, but not listed. */
    NOT_KEPT,
    /** The kernel side had no room to remember who owns the connection. */
    OWNER_UNKNOWN,
    /** The kernel side had no room to count the event by its cgroup or its peer. */
    NOT_COUNTED,
    /** Messages of DNS, which have the ring's first quarter only, and each cgroup a limit: connections come first. */
    DNS;

    /** As in metrics and in the views: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
