package io.netwatch.api.policy;

import java.util.List;

/** What can happen to a connection. */
public enum EventType {
    /** A pod's connect succeeded. */
    Connect,
    /** A pod accepted a connection. */
    Accept,
    /** A connection ended. */
    Close,
    /** A connect failed, or an error ended a connection. */
    Failure;

    /** What is watched when a policy does not say. */
    public static final List<EventType> ALL = List.of(values());
}
