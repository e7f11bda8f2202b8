package io.netwatch.agent.identify;

/**
 * Who is at an address; shared by the ends that lead there. It keeps the names that it had, whatever becomes of the pod or Service;
 * whether they are stale is looked up. Used by the thread of events only.
 */
final class Peer {
    private final Peers peers;
    private final Party party;
    /** A pod's number, or 0. */
    private final long pod;
    /** The Service that leads there; null for none. */
    private final ServiceEntry service;
    /** Of the Service's ports when this was made. */
    private final int edition;
    /** The name of the Service's port; null for any. */
    private final String portName;

    private final PeerEnd settled = new PeerEnd(this, PeerEnd.SETTLED);
    private PeerEnd young;

    Peer(Peers peers, Party party, long pod, ServiceEntry service, String portName) {
        this.peers = peers;
        this.party = party;
        this.pod = pod;
        this.service = service;
        this.edition = service == null ? 0 : service.edition();
        this.portName = portName;
        this.young = settled;
    }

    /** Whether it is the same pod, reached in the same way. */
    boolean is(Party.Kind kind, Attribution attribution, long otherPod, ServiceEntry otherService) {
        return party.kind() == kind
                && party.attribution() == attribution
                && pod == otherPod
                && service == otherService
                && (service == null || service.edition() == edition);
    }

    boolean isNode(String name) {
        return party.kind() == Party.Kind.NODE && party.name().equals(name);
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
        return peers.isStale(party.kind(), pod) ? party.asStale() : party;
    }

    boolean isTimeFor(long settles) {
        return peers.now() >= settles;
    }

    Trouble trouble() {
        if (party.kind() == Party.Kind.SERVICE) {
            return service.trouble(portName);
        }
        return pod != 0 && party.attribution() != Attribution.IP_AMBIGUOUS && peers.hasEnded(pod)
                ? Trouble.POD_ENDED
                : Trouble.NONE;
    }
}
