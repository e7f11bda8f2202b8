package io.netwatch.agent.snapshot;

import java.util.function.Supplier;

/** The thread of events, for whoever is not on it. */
public interface EventsThread {
    /** Has it find something out, and waits for the answer. Throws {@link IllegalStateException} when it does not answer. */
    <T> T ask(Supplier<T> question);

    /** Has it read all open connections anew, and waits until that is done. */
    void readNow();
}
