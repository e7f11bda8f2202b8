package io.netwatch.agent.view;

import io.netwatch.agent.track.Connection;
import java.util.function.Consumer;

/** The connections that the agent knows, open and lately ended. */
@FunctionalInterface
public interface Connections {
    /**
     * Shows each of them once, in no order, as they are at one moment, and returns when all were shown. May be called from
     * any thread. The visitor runs on the thread that reads the kernel's events, so it must return at once, never throw,
     * and not keep more than it needs: there may be very many.
     */
    void visit(Consumer<Connection> visitor);
}
