package io.netwatch.agent.snapshot;

import io.netwatch.agent.event.BootClock;
import io.netwatch.agent.event.ConnectionEvent;
import io.netwatch.agent.event.Direction;
import io.netwatch.agent.event.TcpState;
import io.netwatch.agent.event.UtcText;
import io.netwatch.agent.identify.Attribution;
import io.netwatch.agent.identify.Party;
import io.netwatch.agent.libbpf.Errno;
import io.netwatch.agent.track.RowCopies;
import io.netwatch.api.identity.Workload;
import io.netwatch.api.snapshot.ConnectionDetail;
import io.netwatch.api.snapshot.Kubernetes;
import io.netwatch.api.snapshot.Peer;
import java.util.AbstractList;
import java.util.IdentityHashMap;
import java.util.List;

/** Connections of the table as the wire has them: what is not known or 0 is left out. Used by one thread. */
final class ConnectionForm {
    private static final int NANOS_PER_MICRO = 1000;

    private final BootClock clock;
    private final UtcText times = new UtcText();
    private final ConnectionEvent e = new ConnectionEvent();
    private final IdentityHashMap<Party, Kubernetes> locals = new IdentityHashMap<>();
    private final IdentityHashMap<Party, Peer> peers = new IdentityHashMap<>();
    private long commHead;
    private long commTail;
    private String comm = "";

    ConnectionForm(BootClock clock) {
        this.clock = clock;
    }

    /** Each is made when it is asked for, so that there are never many at a time; while the copies are there. */
    List<ConnectionDetail> of(List<Integer> order, RowCopies copies) {
        locals.clear();
        peers.clear();
        return new AbstractList<>() {
            @Override
            public ConnectionDetail get(int index) {
                return ConnectionForm.this.of(copies, order.get(index));
            }

            @Override
            public int size() {
                return order.size();
            }
        };
    }

    private ConnectionDetail of(RowCopies copies, int index) {
        copies.read(index, e);
        boolean hasProcess = e.tgid() != 0;
        long latency = copies.connectLatencyNanos(e);
        return new ConnectionDetail(
                "TCP",
                e.local().toString(),
                e.peer().toString(),
                state(e.tcpState()),
                hasProcess ? e.tgid() : null,
                hasProcess ? comm() : null,
                e.rttMicros() == 0 ? null : (double) e.rttMicros(),
                local(copies.local(index)),
                peer(copies.peer(index), copies.peerName(index)),
                direction(e.direction()),
                e.opened() == 0 ? null : times.of(clock.toEpochMillis(e.opened())),
                latency < 0 ? null : latency / NANOS_PER_MICRO,
                e.rxBytes() == 0 ? null : e.rxBytes(),
                e.txBytes() == 0 ? null : e.txBytes(),
                e.retransmits() == 0 ? null : e.retransmits(),
                e.error() == 0 ? null : Errno.name(e.error()));
    }

    /** Neighbours are often of the same process. */
    private String comm() {
        if (e.commHead() != commHead || e.commTail() != commTail) {
            commHead = e.commHead();
            commTail = e.commTail();
            comm = e.comm();
        }
        return comm;
    }

    private static String direction(Direction direction) {
        return switch (direction) {
            case OUTBOUND -> "outbound";
            case INBOUND -> "inbound";
            case UNKNOWN -> null;
        };
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

    private Kubernetes local(Party party) {
        return locals.computeIfAbsent(party, ConnectionForm::kubernetes);
    }

    private Peer peer(Party party, String dnsName) {
        return dnsName == null ? peers.computeIfAbsent(party, ConnectionForm::unasked) : named(party, dnsName);
    }

    private static Peer unasked(Party party) {
        return party.attribution() == Attribution.UNKNOWN ? null : named(party, null);
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

    private static Peer named(Party party, String dnsName) {
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
        return switch (attribution) {
            case CGROUP -> "cgroup";
            case IP -> "ip";
            case IP_AMBIGUOUS -> "ip-ambiguous";
            case HOST -> "host";
            case EXTERNAL -> "external";
            case UNKNOWN -> "unknown";
        };
    }
}
