package io.netwatch.agent.detect;

import io.netwatch.agent.event.Address;
import io.netwatch.agent.event.BootClock;
import io.netwatch.agent.event.ConnectionEvent;
import io.netwatch.agent.event.DnsMessage;
import io.netwatch.agent.event.EventKind;
import io.netwatch.api.policy.Detectors;
import io.netwatch.api.snapshot.Alert;
import java.util.ArrayList;
import java.util.List;

/**
 * The detectors that one policy asks for; those that it doesn't ask for have no state. Used by the thread of events only, on which
 * nothing is allocated per event. Times are CLOCK_BOOTTIME in nanoseconds and may come in any order. Sources are local pods by any
 * number that is theirs as long as they are there; 0 = the host.
 */
public final class Detection {
    /** The host. */
    public static final long HOST = 0;

    /** Looks for nothing. */
    public static final Detection NOTHING = new Detection(null, new OwnDomains(List.of()), (high, low) -> false);

    private final PortScans outboundScans;
    private final PortScans inboundScans;
    private final Beacons beacons;
    private final DnsTunnels tunnels;
    private final Bandwidths bandwidths;
    private final LocalPods localPods;
    private final List<Detector> all = new ArrayList<>();

    /**
     * @param spec null asks for none
     * @param own where DNS names can be asked for without anything leaving
     * @param localPods whom the host's own connections are not looked at for: the kubelet probes them all, at regular times
     */
    public Detection(Detectors spec, OwnDomains own, LocalPods localPods) {
        Detectors wanted = spec == null ? new Detectors(null, null, null, null) : spec;
        this.outboundScans = wanted.portScan() == null ? null : add(new PortScans(wanted.portScan(), false));
        this.inboundScans = wanted.portScan() == null ? null : add(new PortScans(wanted.portScan(), true));
        this.beacons = wanted.beaconing() == null ? null : add(new Beacons(wanted.beaconing()));
        this.tunnels = wanted.dnsTunnel() == null ? null : add(new DnsTunnels(wanted.dnsTunnel(), own));
        this.bandwidths = wanted.bandwidth() == null ? null : add(new Bandwidths(wanted.bandwidth()));
        this.localPods = localPods;
    }

    private <T extends Detector> T add(T detector) {
        all.add(detector);
        return detector;
    }

    /**
     * A connection of a source began, or could not. What was open before the agent, and ends, are no attempts. Loopback is looked at
     * for ports only, and who connects to a source is, too: probes and scrapes reach every pod at regular times.
     */
    public void onConnection(long source, ConnectionEvent e) {
        if (outboundScans == null && beacons == null) {
            return;
        }
        EventKind kind = e.kind();
        boolean isFailed = kind == EventKind.CONNECT_FAILED;
        if (isFailed || kind == EventKind.CONNECT_V4 || kind == EventKind.CONNECT_V6) {
            onAttempt(source, e, isFailed);
        } else if (kind == EventKind.ACCEPT && inboundScans != null) {
            inboundScans.onAttempt(source, e.peerHigh(), e.peerLow(), e.sport(), false, e.time());
        }
    }

    private void onAttempt(long source, ConnectionEvent e, boolean isFailed) {
        long high = e.peerHigh();
        long low = e.peerLow();
        if (source == HOST && localPods.has(high, low)) {
            return;
        }
        if (outboundScans != null) {
            outboundScans.onAttempt(source, high, low, e.dport(), isFailed, e.time());
        }
        if (beacons != null && !Address.isLoopback(high, low)) {
            long attempted = e.opened() == 0 ? e.time() : e.opened();
            beacons.onAttempt(source, high, low, e.dport(), isFailed, attempted, e.time());
        }
    }

    /** Bytes that a source's connections carried since they were told of last. */
    public void onTraffic(long source, long rxBytes, long txBytes) {
        if (bandwidths != null) {
            bandwidths.onTraffic(source, rxBytes, txBytes);
        }
    }

    /**
     * Ends a sample of the traffic. To be called at a steady pace of a second or more, as once a snapshot, just after the open
     * connections were read: else what is read in steps looks like bursts.
     */
    public void sample(long nanos) {
        if (bandwidths != null) {
            bandwidths.sample(nanos);
        }
    }

    /** A message was seen; only the queries of its source are looked at. */
    public void onDns(DnsMessage message) {
        if (tunnels != null && message.isOwnQuery()) {
            tunnels.onQuery(message);
        }
    }

    /** Whether any DNS messages are wanted. */
    public boolean wantsDns() {
        return tunnels != null;
    }

    /** Forgets what was unseen for long enough; to be called now and then. */
    public void expire(long nanos) {
        for (Detector detector : all) {
            detector.expire(nanos);
        }
    }

    /** What is active: of each kind those seen last first, at most 4,500. Allocates. */
    public List<Alert> alerts(long nanos, BootClock clock, AlertNames names) {
        expire(nanos);
        AlertReport report = new AlertReport(nanos, clock, names);
        for (Detector detector : all) {
            detector.report(report);
        }
        return report.alerts();
    }

    /** Sources, their ports, domains and beacons that were forgotten before their time, as there was no room for more. */
    public long evicted() {
        long evicted = 0;
        for (Detector detector : all) {
            evicted += detector.evicted();
        }
        return evicted;
    }

    /** Sources, domains and beacons of which there is state. */
    public int size() {
        int size = 0;
        for (Detector detector : all) {
            size += detector.size();
        }
        return size;
    }
}
