package io.netwatch.agent.policy;

import io.netwatch.agent.event.Direction;
import io.netwatch.agent.event.EventKind;

/**
 * What all policies that select a cgroup want of its connections: at most 64 rules, one a policy, each a bit. Used by the thread of
 * events only; allocates nothing.
 */
public interface Selection {
    /** Where there are no policies, as outside of a cluster: all of everything. */
    Selection EVERYTHING = new Selection() {
        @Override
        public long wanted(Direction direction, int port, long peerHigh, long peerLow) {
            return 1;
        }

        @Override
        public long keep(long rules) {
            return rules;
        }

        @Override
        public void release(long rules) {}

        @Override
        public boolean tell(long rules, EventKind kind, int error) {
            return true;
        }
    };

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
}
