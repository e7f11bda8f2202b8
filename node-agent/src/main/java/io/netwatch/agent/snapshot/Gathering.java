package io.netwatch.agent.snapshot;

import io.netwatch.agent.collect.ProcessTraffic;
import io.netwatch.agent.detect.AlertNames;
import io.netwatch.agent.detect.Detection;
import io.netwatch.agent.detect.DnsStats;
import io.netwatch.agent.event.BootClock;
import io.netwatch.agent.event.ConnectionEvent;
import io.netwatch.agent.event.DnsMessage;
import io.netwatch.api.snapshot.Alert;
import io.netwatch.api.snapshot.DnsAnalytics;
import io.netwatch.api.snapshot.ProcessBandwidth;
import java.util.List;
import org.agrona.collections.Int2IntCounterMap;

/**
 * What is known of a policy beyond its connections: what its processes carried, what looks wrong, what its pods asked DNS for. On the
 * thread of events; nothing is allocated for each event.
 */
public final class Gathering {
    /** Rows of processes in a snapshot; the others are one row more. */
    private static final int PROCESSES = 100;
    /** Alerts in a snapshot; of more the view tells. */
    private static final int ALERTS = 200;

    private final Detection detection;
    private final BootClock clock;
    private final AlertNames names;
    private final ProcessTraffic processes;
    private final DnsStats dns;

    /**
     * @param withProcesses whether bytes of processes are wanted
     * @param withDns whether figures about DNS are
     */
    public Gathering(Detection detection, BootClock clock, AlertNames names, boolean withProcesses, boolean withDns) {
        this.detection = detection;
        this.clock = clock;
        this.names = names;
        this.processes = withProcesses ? new ProcessTraffic(ProcessTraffic.CAPACITY) : null;
        this.dns = withDns ? new DnsStats() : null;
    }

    /**
     * What goes into a snapshot.
     *
     * @param processes null when not wanted
     * @param alerts that are active; null for none
     * @param dns null when not wanted
     */
    record Gathered(List<ProcessBandwidth> processes, List<Alert> alerts, DnsAnalytics dns) {}

    /** Something happened to a connection of a source's. */
    public void onConnection(long source, ConnectionEvent e) {
        detection.onConnection(source, e);
    }

    /** A connection of a source's carried so much more. */
    public void onTraffic(long source, ConnectionEvent e, long rxBytes, long txBytes) {
        detection.onTraffic(source, rxBytes, txBytes);
        if (processes != null) {
            processes.onTraffic(e.tgid(), e, rxBytes, txBytes);
        }
    }

    /** A source asked DNS, or was answered. */
    public void onDns(DnsMessage message) {
        detection.onDns(message);
        if (dns != null) {
            dns.onDns(message);
        }
    }

    /** Whether DNS is to be looked at. */
    public boolean wantsDns() {
        return dns != null || detection.wantsDns();
    }

    /** All open connections were read, some seconds after the time before. */
    public void sample() {
        detection.sample(clock.bootNanos());
        detection.expire(clock.bootNanos());
    }

    /** What looks wrong now; allocates. */
    public List<Alert> alerts() {
        return detection.alerts(clock.bootNanos(), clock, names);
    }

    /** What there is since the time before. Allocates. */
    Gathered take(Int2IntCounterMap openByProcess) {
        List<Alert> active = alerts();
        if (processes != null) {
            processes.onCounted(openByProcess::get);
        }
        return new Gathered(
                processes == null ? null : processes.read(clock.bootNanos(), PROCESSES),
                active.isEmpty() ? null : active.subList(0, Math.min(active.size(), ALERTS)),
                dns == null ? null : dns.take());
    }
}
