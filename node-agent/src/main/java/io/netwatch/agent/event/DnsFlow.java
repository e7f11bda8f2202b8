package io.netwatch.agent.event;

/**
 * Between whom a packet of port 53 went, as its socket here sees it, and when. Set anew for each packet; the setters return this.
 */
public final class DnsFlow {
    /** RFC 1035, 4.2. */
    public static final int PORT = 53;

    private long source;
    private int localPort;
    private long peerHigh;
    private long peerLow;
    private int peerPort;
    private boolean isTcp;
    private boolean isSent;
    private long nanos;

    /**
     * Sets whose packet it was.
     *
     * @param source the local pod; 0 = the host
     * @param peerHigh and {@code peerLow}: the peer's address, as in {@code Endpoint}
     */
    public DnsFlow ends(long source, int localPort, long peerHigh, long peerLow, int peerPort) {
        this.source = source;
        this.localPort = localPort;
        this.peerHigh = peerHigh;
        this.peerLow = peerLow;
        this.peerPort = peerPort;
        return this;
    }

    /**
     * Sets what it was.
     *
     * @param isSent by the local end; else it came in
     * @param nanos when, CLOCK_BOOTTIME
     */
    public DnsFlow packet(boolean isTcp, boolean isSent, long nanos) {
        this.isTcp = isTcp;
        this.isSent = isSent;
        this.nanos = nanos;
        return this;
    }

    /** The local pod; 0 = the host. */
    public long source() {
        return source;
    }

    public int localPort() {
        return localPort;
    }

    public long peerHigh() {
        return peerHigh;
    }

    public long peerLow() {
        return peerLow;
    }

    public int peerPort() {
        return peerPort;
    }

    public boolean isTcp() {
        return isTcp;
    }

    /** Whether the local end sent it. */
    public boolean isSent() {
        return isSent;
    }

    /** When: CLOCK_BOOTTIME, ns. */
    public long nanos() {
        return nanos;
    }

    /** Whether the local end asks and the peer answers, rather than the other way round. */
    public boolean isClient() {
        return peerPort == PORT;
    }
}
