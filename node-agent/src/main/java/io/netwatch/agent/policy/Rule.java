package io.netwatch.agent.policy;

import io.netwatch.agent.event.EventKind;

/**
 * A policy on this node: what it asks for now, and what was done for it since the agent learnt of it. Used by the thread of
 * events only.
 */
final class Rule {
    private final Ladder ladder = new Ladder();
    private final Rate rate = new Rate();
    private Terms terms;
    private Follower follower;
    private long events;
    private long lost;
    private long notKept;
    private int kept;

    Rule(Terms terms, Follower follower) {
        this.terms = terms;
        this.follower = follower;
    }

    Terms terms() {
        return terms;
    }

    /** The policy was edited. */
    void edit(Terms edited, Follower following) {
        terms = edited;
        follower = following;
    }

    Follower follower() {
        return follower;
    }

    Ladder ladder() {
        return ladder;
    }

    /** Whether it selects anything at all. */
    boolean isActive(long now) {
        return terms.selecting() && now < terms.expires() && ladder.rung() != Ladder.Rung.DETACHED;
    }

    /** Whether some of its connections are told one by one. */
    boolean isDetailed() {
        return ladder.rung().compareTo(Ladder.Rung.TOTALS) < 0;
    }

    /** Takes a connection in, if there is room. */
    boolean keep() {
        if (kept >= terms.connections()) {
            notKept++;
            return false;
        }
        kept++;
        return true;
    }

    void release() {
        kept--;
    }

    /** Counts an event if the policy asks for it, and returns whether it does. A reading of an open connection is no event. */
    boolean tell(EventKind kind, int error) {
        if (!terms.tells(kind, error)) {
            return false;
        }
        events += kind == EventKind.OPEN ? 0 : 1;
        return true;
    }

    /** Events of its pods were not told. */
    void lose(long count) {
        lost += count;
    }

    long events() {
        return events;
    }

    long lost() {
        return lost + notKept;
    }

    /** Of {@link #lost}, connections that there was no room for. */
    long notKept() {
        return notKept;
    }

    /** To be called once a second; returns the events since the call before. */
    long sample(long now) {
        return rate.sample(now, events);
    }

    double eventsPerSecond() {
        return rate.perSecond();
    }
}
