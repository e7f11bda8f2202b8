package io.netwatch.agent.identify;

/** An end of a connection. Who it is may become known later, in the same object. Used by the thread of events only. */
public interface End {
    /** Who it is, as known now; may allocate. */
    Party party();

    /** Whether nothing that may still be told is expected to change the answer; allocates nothing. */
    boolean isSettled();
}
