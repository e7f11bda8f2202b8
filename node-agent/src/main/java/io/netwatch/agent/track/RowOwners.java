package io.netwatch.agent.track;

import io.netwatch.agent.event.BootClock;
import io.netwatch.agent.event.ConnectionEvent;
import io.netwatch.agent.event.Direction;
import io.netwatch.agent.event.Endpoint;
import io.netwatch.agent.event.EventKind;
import io.netwatch.agent.identify.Attribution;
import io.netwatch.agent.identify.Directory;
import io.netwatch.agent.identify.End;
import io.netwatch.agent.identify.Party;
import io.netwatch.agent.identify.Trouble;
import io.netwatch.agent.policy.Selection;

/** Who is at both ends of each row, and copies of rows that say so. Used by the thread of events. */
final class RowOwners {
    private final RowStore rows;
    private final Directory directory;
    private final BootClock clock;
    private final PeerNames names;
    private final Pairing pairing;
    private long settledVersion = Long.MIN_VALUE;
    private boolean isNews;

    RowOwners(RowStore rows, Directory directory, BootClock clock, PeerNames names) {
        this.rows = rows;
        this.directory = directory;
        this.clock = clock;
        this.names = names;
        this.pairing = new Pairing(rows);
    }

    /** A row is taken for a connection, whose record is not in it yet. */
    void begin(ConnectionEvent e, int row, Selection selection, long rules) {
        rows.setOwners(row, selection, rules, local(e), peer(e));
        rows.setPeerName(row, name(e, selection));
    }

    private String name(ConnectionEvent e, Selection selection) {
        return e.direction() == Direction.OUTBOUND
                ? names.nameOf(selection.source(), e.peerHigh(), e.peerLow(), e.time())
                : null;
    }

    /** Its record is. */
    void pair(ConnectionEvent e, int row) {
        int other = pairing.add(e, row);
        if (other != RowStore.NONE) {
            rows.setBackend(row, rows.local(other));
            rows.setBackend(other, rows.local(row));
        }
    }

    /** The row is about to be released. */
    void end(ConnectionEvent e, int row) {
        rows.selection(row).release(rows.rules(row));
        pairing.remove(e, row);
    }

    /** Its connect failed. */
    void explain(int row) {
        rows.setTrouble(row, directory.trouble(rows.peer(row)));
    }

    private End local(ConnectionEvent e) {
        return e.cgroup() == 0
                ? directory.peer(e.localHigh(), e.localLow(), 0, e.opened())
                : directory.local(e.cgroup());
    }

    private End peer(ConnectionEvent e) {
        int port = e.direction() == Direction.INBOUND ? 0 : e.dport();
        return directory.peer(e.peerHigh(), e.peerLow(), port, e.opened());
    }

    /** Returns whether more is known than the last time. */
    boolean beginSettling() {
        isNews = directory.version() != settledVersion;
        settledVersion = directory.version();
        return isNews;
    }

    /** Asks again for a row of which more may be known by now. */
    void settle(ConnectionEvent e, int row, Backends backends) {
        End known = rows.peer(row);
        if (isNews && (!known.isSettled() || known.party().kind() == Party.Kind.UNKNOWN)) {
            rows.setPeer(row, peer(e));
            if (e.kind() == EventKind.CONNECT_FAILED) {
                explain(row);
            }
        }
        boolean answered = rows.answered(row) != 0 || e.has(ConnectionEvent.FLAG_PREEXISTING);
        if (answered && e.direction() == Direction.OUTBOUND && !rows.isAsked(row) && rows.backend(row) == null) {
            ask(e, row, backends);
        }
    }

    private void ask(ConnectionEvent e, int row, Backends backends) {
        Party.Kind kind = rows.peer(row).party().kind();
        if (kind == Party.Kind.SERVICE) {
            rows.setAsked(row);
            backends.ask(e.id(), e.local(), e.peer());
        } else if (kind != Party.Kind.UNKNOWN && rows.peer(row).isSettled()) {
            rows.setAsked(row); // there is nothing to ask
        }
    }

    void onBackend(ConnectionEvent e, int row, Endpoint backend) {
        if (rows.backend(row) == null) {
            rows.setBackend(row, directory.peer(backend.high(), backend.low(), backend.port(), e.opened()));
        }
    }

    boolean isNamed(int row) {
        End backend = rows.backend(row);
        return isNamed(rows.local(row)) && isNamed(backend == null ? rows.peer(row) : backend);
    }

    private static boolean isNamed(End end) {
        return end.isSettled() || end.party().attribution() != Attribution.UNKNOWN;
    }

    void copy(ConnectionEvent e, int row, RowCopies to) {
        to.add(e, rows.answered(row), rows.local(row), rows.peer(row), rows.backend(row), rows.peerName(row));
    }

    /** A row as a connection. Allocates. */
    Connection copy(ConnectionEvent e, int row) {
        return toConnection(
                e,
                rows.answered(row),
                rows.changed(row),
                rows.local(row).party(),
                peerParty(row),
                rows.peerName(row),
                rows.trouble(row));
    }

    private Party peerParty(int row) {
        Party address = rows.peer(row).party();
        End backend = rows.backend(row);
        return backend == null ? address : address.behind(backend.party());
    }

    /** An event of a connection without a row. Allocates. */
    Connection copy(ConnectionEvent e) {
        End peer = peer(e);
        Trouble trouble = e.kind() == EventKind.CONNECT_FAILED ? directory.trouble(peer) : Trouble.NONE;
        return toConnection(e, 0, e.time(), local(e).party(), peer.party(), null, trouble);
    }

    private Connection toConnection(
            ConnectionEvent e, long answered, long changed, Party local, Party peer, String peerName, Trouble trouble) {
        return new Connection(
                e.id(),
                e.direction(),
                e.tcpState(),
                e.local(),
                e.peer(),
                new Owner(e.tgid(), e.pid(), e.uid(), e.comm()),
                e.cgroup(),
                directory.path(e.cgroup()),
                e.netns(),
                e.opened() == 0 ? null : clock.toInstant(e.opened()),
                clock.toInstant(changed),
                e.error(),
                e.kind() == EventKind.CONNECT_FAILED,
                e.rxBytes(),
                e.txBytes(),
                e.rttMicros(),
                e.retransmits(),
                answered == 0 || e.opened() == 0 ? -1 : answered - e.opened(),
                e.has(ConnectionEvent.FLAG_PREEXISTING),
                e.has(ConnectionEvent.FLAG_POLLED),
                e.has(ConnectionEvent.FLAG_SWEPT),
                local,
                peer,
                peerName,
                trouble);
    }
}
