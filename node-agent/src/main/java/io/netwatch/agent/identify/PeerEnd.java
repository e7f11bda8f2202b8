package io.netwatch.agent.identify;

/** An end that is known by its address, as it was when it was asked for. */
final class PeerEnd implements End {
    /** Nothing more is expected to be told. */
    static final long SETTLED = 0;

    private final Peer peer;
    private final long settles;

    /** {@code settles}: when nothing more is expected to be told, CLOCK_BOOTTIME ns. */
    PeerEnd(Peer peer, long settles) {
        this.peer = peer;
        this.settles = settles;
    }

    Peer peer() {
        return peer;
    }

    long settles() {
        return settles;
    }

    @Override
    public Party party() {
        return peer.party();
    }

    @Override
    public boolean isSettled() {
        return settles == SETTLED || peer.isTimeFor(settles);
    }
}
