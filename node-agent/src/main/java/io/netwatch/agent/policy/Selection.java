package io.netwatch.agent.policy;

import io.netwatch.agent.event.ConnectionEvent;
import io.netwatch.agent.event.Direction;
import io.netwatch.agent.event.DnsMessage;
import io.netwatch.agent.event.EventKind;

/**
 * What all policies that select a cgroup want of its connections: at most 64 rules, one a policy, each a bit. Used by the thread of
 * events only; allocates nothing.
 */
public interface Selection {
    /** What is not known to be anybody's: all of it is kept, and nobody follows it. */
    Selection EVERYTHING = new Everything(Follower.NONE);

    /**
     * The rules that want a connection; 0 when none does.
     *
     * @param port the service's: of the end that was connected to
     * @param peerHigh and {@code peerLow}: the peer's address, as in {@code Endpoint}
     */
    long wanted(Direction direction, int port, long peerHigh, long peerLow);

    /** Takes a connection into the rules' count of those kept; returns the rules that had room for it. */
    long keep(long rules);

    /** A connection that these rules kept is forgotten. */
    void release(long rules);

    /** Counts an event for those of the rules that ask for its kind; returns whether there is one. */
    boolean tell(long rules, EventKind kind, int error);

    /** Something happened to a connection that these rules want. */
    void follow(long rules, ConnectionEvent e);

    /** A connection that these rules keep carried so much more payload. */
    void carry(long rules, ConnectionEvent e, long rxBytes, long txBytes);

    /** Its processes asked DNS, or were answered. */
    void onDns(DnsMessage message);

    /** What stands for whose cgroup it is, as {@link Follower} knows it. */
    long source();

    /** The rule of a policy; 0 when it does not select the cgroup. */
    long rulesOf(String policy);
}
