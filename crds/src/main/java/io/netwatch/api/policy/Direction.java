package io.netwatch.api.policy;

import java.util.List;

/** Who began a connection, as seen from the watched pod. */
public enum Direction {
    /** The pod connected. */
    Outbound,
    /** The pod accepted. */
    Inbound;

    /** What is watched when a policy does not say. */
    public static final List<Direction> BOTH = List.of(values());
}
