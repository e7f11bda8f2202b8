package io.netwatch.agent.view;

import io.netwatch.agent.config.ConnectionFilter;
import io.netwatch.agent.track.Connection;
import java.util.function.Predicate;

/** Whether a connection is one that a person asked for. Allocates nothing, so it may run for every event. */
public final class ConnectionMatch implements Predicate<Connection> {
    private final ConnectionFilter filter;

    public ConnectionMatch(ConnectionFilter filter) {
        this.filter = filter;
    }

    @Override
    public boolean test(Connection connection) {
        return (filter.ports().isEmpty()
                        || filter.ports().contains(connection.local().port())
                        || filter.ports().contains(connection.peer().port()))
                && (filter.pids().isEmpty()
                        || filter.pids().contains(connection.owner().tgid()))
                && (filter.comms().isEmpty()
                        || filter.comms().contains(connection.owner().comm()))
                && (!filter.failedOnly() || connection.failed() || connection.error() != 0);
    }
}
