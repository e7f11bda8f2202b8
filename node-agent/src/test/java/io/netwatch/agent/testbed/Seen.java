package io.netwatch.agent.testbed;

import io.netwatch.agent.event.ConnectionEvent;
import io.netwatch.agent.event.Direction;
import io.netwatch.agent.event.Endpoint;
import io.netwatch.agent.event.EventKind;
import io.netwatch.agent.event.TcpState;

/** A copy of a connection event; units as in {@link ConnectionEvent}. */
public record Seen(
        EventKind kind,
        TcpState state,
        Direction direction,
        int flags,
        int error,
        Endpoint local,
        Endpoint peer,
        long netns,
        long time,
        long id,
        long opened,
        long cgroup,
        int tgid,
        int pid,
        int uid,
        String comm,
        long rx,
        long tx,
        int rtt,
        int retransmits) {

    static Seen of(ConnectionEvent e) {
        return new Seen(
                e.kind(),
                e.tcpState(),
                e.direction(),
                e.flags(),
                e.error(),
                e.local(),
                e.peer(),
                e.netns(),
                e.time(),
                e.id(),
                e.opened(),
                e.cgroup(),
                e.tgid(),
                e.pid(),
                e.uid(),
                e.comm(),
                e.rxBytes(),
                e.txBytes(),
                e.rttMicros(),
                e.retransmits());
    }
}
