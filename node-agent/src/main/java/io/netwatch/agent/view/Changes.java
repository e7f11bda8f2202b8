package io.netwatch.agent.view;

import io.netwatch.agent.track.ConnectionChange;
import java.util.function.Consumer;

/** What happens to connections, as it happens. */
@FunctionalInterface
public interface Changes {
    /**
     * Tells each change from now on until the result is closed. The listener is called on the thread that reads the
     * kernel's events, so it must return at once and never throw.
     */
    Subscription subscribe(Consumer<ConnectionChange> listener);

    /** Ends what {@link #subscribe} began. */
    @FunctionalInterface
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
