package io.netwatch.agent.view;

import io.netwatch.agent.config.ConnectionFilter;
import io.netwatch.agent.identify.Party;
import io.netwatch.agent.track.Connection;
import java.util.Set;
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
                && (filter.namespaces().isEmpty()
                        || filter.namespaces()
                                .contains(String.valueOf(connection.localParty().namespace()))
                        || filter.namespaces()
                                .contains(String.valueOf(connection.peerParty().namespace())))
                && (filter.pods().isEmpty()
                        || isPodOf(filter.pods(), connection.localParty())
                        || isPodOf(filter.pods(), connection.peerParty()))
                && (filter.workloads().isEmpty()
                        || isRunBy(filter.workloads(), connection.localParty())
                        || isRunBy(filter.workloads(), connection.peerParty()))
                && (!filter.failedOnly() || connection.failed() || connection.error() != 0);
    }

    private static boolean isPodOf(Set<String> names, Party party) {
        return party.kind() == Party.Kind.POD && party.name() != null && names.contains(party.name());
    }

    private static boolean isRunBy(Set<String> names, Party party) {
        return party.workload() != null && names.contains(party.workload().name());
    }
}
