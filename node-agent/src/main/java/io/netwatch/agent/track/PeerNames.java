package io.netwatch.agent.track;

/** What pods asked DNS for to get an address. On the thread of events; allocates nothing. */
public interface PeerNames {
    /** Nobody looks at DNS. */
    PeerNames NONE = (source, high, low, bootNanos) -> null;

    /**
     * The name; null when it is not known.
     *
     * @param source whose question, as in {@code Follower}
     * @param high and {@code low}: the address, as in {@code Endpoint}
     * @param bootNanos when it was used, CLOCK_BOOTTIME
     */
    String nameOf(long source, long high, long low, long bootNanos);
}
