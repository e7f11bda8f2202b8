package io.netwatch.agent.snapshot;

import io.netwatch.agent.event.Direction;
import io.netwatch.agent.event.TcpState;
import io.netwatch.agent.identify.Attribution;
import io.netwatch.agent.identify.Party;
import io.netwatch.agent.libbpf.Errno;
import io.netwatch.agent.track.Connection;
import io.netwatch.api.identity.Workload;
import io.netwatch.api.snapshot.ConnectionDetail;
import io.netwatch.api.snapshot.Kubernetes;
import io.netwatch.api.snapshot.Peer;
import java.util.Locale;

/** A connection of the table as the wire has it: what is not known or 0 is left out. */
final class ConnectionForm {
    private static final int NANOS_PER_MICRO = 1000;

    private ConnectionForm() {}

    static ConnectionDetail of(Connection c) {
        boolean hasProcess = c.owner().tgid() != 0;
        return new ConnectionDetail(
                "TCP",
                c.local().toString(),
                c.peer().toString(),
                state(c.state()),
                hasProcess ? c.owner().tgid() : null,
                hasProcess ? c.owner().comm() : null,
                c.rttMicros() == 0 ? null : (double) c.rttMicros(),
                kubernetes(c.localParty()),
                peer(c.peerParty(), c.peerName()),
                c.direction() == Direction.UNKNOWN ? null : label(c.direction()),
                c.opened() == null ? null : c.opened().toString(),
                c.connectLatencyNanos() < 0 ? null : c.connectLatencyNanos() / NANOS_PER_MICRO,
                c.rxBytes() == 0 ? null : c.rxBytes(),
                c.txBytes() == 0 ? null : c.txBytes(),
                c.retransmits() == 0 ? null : c.retransmits(),
                c.error() == 0 ? null : Errno.name(c.error()));
    }

    /** As {@code ss} names it, with underscores, and ESTAB spelled out; UNCONN is the kernel's CLOSE. */
    private static String state(TcpState state) {
        return switch (state) {
            case FIN_WAIT1 -> "FIN_WAIT_1";
            case FIN_WAIT2 -> "FIN_WAIT_2";
            case NEW_SYN_RECV -> "SYN_RECV";
            case CLOSE -> "UNCONN";
            case ESTABLISHED, SYN_SENT, SYN_RECV, TIME_WAIT, CLOSE_WAIT, LAST_ACK, LISTEN, CLOSING -> state.name();
        };
    }

    /** Null for a process of the node itself, which the host says, and for whom nothing is known of. */
    private static Kubernetes kubernetes(Party party) {
        if (party.kind() == Party.Kind.HOST || party.attribution() == Attribution.UNKNOWN) {
            return null;
        }
        Workload workload = party.workload();
        return new Kubernetes(
                party.namespace(),
                party.kind() == Party.Kind.POD ? party.name() : null,
                party.uid(),
                party.container(),
                workload == null ? null : workload.kind(),
                workload == null ? null : workload.name(),
                party.node(),
                word(party.attribution()));
    }

    private static Peer peer(Party party, String dnsName) {
        if (party.attribution() == Attribution.UNKNOWN && dnsName == null) {
            return null;
        }
        Workload workload = party.workload();
        Party.Service service = party.service();
        return new Peer(
                party.namespace(),
                party.kind() == Party.Kind.POD ? party.name() : null,
                party.uid(),
                party.container(),
                workload == null ? null : workload.kind(),
                workload == null ? null : workload.name(),
                party.node(),
                word(party.attribution()),
                service == null ? null : service.name(),
                dnsName);
    }

    private static String word(Attribution attribution) {
        return label(attribution).replace('_', '-');
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
