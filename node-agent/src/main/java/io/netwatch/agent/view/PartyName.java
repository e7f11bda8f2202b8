package io.netwatch.agent.view;

import io.netwatch.agent.event.Direction;
import io.netwatch.agent.event.Endpoint;
import io.netwatch.agent.identify.Attribution;
import io.netwatch.agent.identify.Party;
import io.netwatch.agent.track.Connection;

/** What people call an end of a connection. Printable, as Kubernetes' names are. */
final class PartyName {
    private PartyName() {}

    /**
     * {@code shop/cart-7d9}, {@code shop/database-0:5432}, {@code shop/catalog:http > catalog-5c4} for a pod behind a Service,
     * {@code node-1:22}, or the address itself. A {@code ~} in front: as last known; a {@code ?} behind: one of several.
     *
     * @param serves whether it was connected to: the port of one that connects says nothing
     */
    static String of(Party party, Endpoint end, boolean serves) {
        String name = (party.stale() ? "~" : "") + name(party, end, serves ? ":" + end.port() : "");
        return party.attribution() == Attribution.IP_AMBIGUOUS ? name + "?" : name;
    }

    /** Likewise, of the other end; one that is of nobody in the cluster by the name that DNS was asked for: {@code api.example.com:443}. */
    static String ofPeer(Connection connection) {
        Party party = connection.peerParty();
        boolean stranger = party.kind() == Party.Kind.EXTERNAL || party.kind() == Party.Kind.UNKNOWN;
        return stranger && connection.peerName() != null
                ? connection.peerName() + ":" + connection.peer().port()
                : of(party, connection.peer(), connection.direction() != Direction.INBOUND);
    }

    private static String name(Party party, Endpoint end, String port) {
        return switch (party.kind()) {
            case POD -> pod(party, end, port);
            case SERVICE -> party.service() == null ? end.toString() : service(party.service());
            case NODE -> party.name() + port;
            case HOST, EXTERNAL, UNKNOWN -> end.toString();
        };
    }

    private static String pod(Party party, Endpoint end, String port) {
        String pod = party.name() != null ? party.name() : workload(party);
        if (pod == null) {
            return end.toString();
        }
        return party.service() == null ? party.namespace() + "/" + pod + port : service(party.service()) + " > " + pod;
    }

    private static String workload(Party party) {
        return party.workload() == null ? null : party.workload().name() + "-*";
    }

    private static String service(Party.Service service) {
        return service.namespace() + "/" + service.name() + ":" + service.port();
    }
}
