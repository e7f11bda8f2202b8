package io.netwatch.agent.identify;

/**
 * Who is at an address; shared by the ends that lead there. It keeps the names that it had, whatever becomes of the pod or Service;
 * whether they are stale is looked up. Used by the thread of events only.
 */
final class Peer {
    private final Peers peers;
    private final Party party;
    /** A number of the pod or node, or 0. */
    private final long who;
    /** The Service that leads there; null for none. */
    private final ServiceEntry service;
    /** The Service's when this was made. */
    private final Ports ports;
    /** The name of the Service's port; null for any. */
    private final String portName;

    private final PeerEnd settled = new PeerEnd(this, PeerEnd.SETTLED);
    private PeerEnd young;

    Peer(Peers peers, Party party, long who, ServiceEntry service, String portName) {
        this.peers = peers;
        this.party = party;
        this.who = who;
        this.service = service;
        this.ports = service == null ? Ports.NONE : service.ports();
        this.portName = portName;
        this.young = settled;
    }

    /** Whether it is the same, reached in the same way. */
    boolean is(Party.Kind kind, Attribution attribution, long other, ServiceEntry otherService) {
        return party.kind() == kind
                && party.attribution() == attribution
                && who == other
                && service == otherService
                && (service == null || service.ports() == ports);
    }

    /** The end that nothing more is expected of. */
    PeerEnd end() {
        return settled;
    }

    /** An end that is settled from then on, CLOCK_BOOTTIME ns. */
    PeerEnd end(long settles) {
        if (young.settles() != settles) {
            young = new PeerEnd(this, settles);
        }
        return young;
    }

    Party party() {
        return peers.isStale(party.kind(), who) ? party.asStale() : party;
    }

    boolean isTimeFor(long settles) {
        return peers.now() >= settles;
    }

    Trouble trouble() {
        if (party.kind() == Party.Kind.SERVICE) {
            return service.trouble(portName);
        }
        boolean isOnePod =
                who != 0 && party.kind() != Party.Kind.NODE && party.attribution() != Attribution.IP_AMBIGUOUS;
        return isOnePod && peers.hasEnded(who) ? Trouble.POD_ENDED : Trouble.NONE;
    }
}
