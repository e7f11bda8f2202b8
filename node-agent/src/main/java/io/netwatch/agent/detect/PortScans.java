package io.netwatch.agent.detect;

import io.netwatch.agent.identify.RecentKeys;
import io.netwatch.api.policy.Detectors;
import io.netwatch.api.snapshot.Alert;
import java.util.concurrent.TimeUnit;

/**
 * Sources that try many ports: so many distinct ones within any 30 seconds, whatever the addresses. A source is a local pod, or a peer
 * that connects to one: then its ports at that pod count, so that a node which probes each of its pods at a port is none. Each port
 * counts for 30 s after it was tried last. Of a source 1024 ports are counted, or as many as it takes; of all sources 65,536 or twice
 * that, beyond which the port that was tried longest ago does not count any more.
 */
final class PortScans implements Detector {
    static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(30);
    static final int SOURCES = 1000;
    static final int PORTS_PER_SOURCE = 1024;
    static final int PORTS = 65_536;

    private final int distinctPorts;
    private final int portsPerSource;
    private final boolean isInbound;
    private final RecentKeys sources = new RecentKeys(SOURCES, this::onSourceForgotten);
    private final RecentKeys tried;
    private final Source[] states = new Source[SOURCES];

    private static final class Source {
        final Raised raised = new Raised();
        /** Makes the ports of one that is forgotten nobody's. */
        long use;

        int ports;
        int peak;
        long attempts;
        long failed;
        long high;
        long low;
        int port;
        boolean isSpread;
    }

    /** {@code isInbound}: sources are peers, and what they connect to are local pods. */
    PortScans(Detectors.PortScan spec, boolean isInbound) {
        this.distinctPorts = spec.distinctPorts();
        this.portsPerSource = Math.max(distinctPorts, PORTS_PER_SOURCE);
        this.isInbound = isInbound;
        this.tried = new RecentKeys(Math.max(PORTS, 2 * distinctPorts), this::onPortForgotten);
    }

    /** {@code high} and {@code low}: the peer's address; {@code port}: the peer's, or the pod's own. */
    void onAttempt(long pod, long high, long low, int port, boolean isFailed, long nanos) {
        tried.expire(nanos, WINDOW_NANOS);
        sources.expire(nanos, FORGET_NANOS);
        int number = source(pod, isInbound ? high : 0, isInbound ? low : 0, nanos);
        Source source = states[number];
        if (source.ports == 0 && !source.raised.isActive(nanos)) {
            source.attempts = 0;
            source.failed = 0;
            source.isSpread = false;
        } else {
            source.isSpread |= source.high != high || source.low != low;
        }
        source.attempts++;
        source.failed += isFailed ? 1 : 0;
        source.high = high;
        source.low = low;
        source.port = port;
        count(number, source, port, nanos);
        if (source.ports >= distinctPorts) {
            boolean isNew = source.raised.raise(nanos);
            source.peak = isNew ? source.ports : Math.max(source.peak, source.ports);
        }
    }

    private int source(long pod, long peerHigh, long peerLow, long nanos) {
        int number = sources.find(pod, peerHigh, peerLow, 0);
        if (number != RecentKeys.NONE) {
            sources.touch(number, nanos);
            return number;
        }
        number = sources.add(pod, peerHigh, peerLow, 0, nanos);
        if (states[number] == null) {
            states[number] = new Source();
        }
        return number;
    }

    private void count(int number, Source source, int port, long nanos) {
        int known = tried.find(number, source.use, port, 0);
        if (known != RecentKeys.NONE) {
            tried.touch(known, nanos);
        } else if (source.ports < portsPerSource) {
            tried.add(number, source.use, port, 0, nanos);
            source.ports++;
        }
    }

    private void onPortForgotten(int number) {
        Source source = states[(int) tried.part(number, 0)];
        if (tried.part(number, 1) == source.use) {
            source.ports--;
        }
    }

    private void onSourceForgotten(int number) {
        Source source = states[number];
        source.use++;
        source.ports = 0;
        source.raised.clear();
    }

    @Override
    public void expire(long nanos) {
        tried.expire(nanos, WINDOW_NANOS);
        sources.expire(nanos, FORGET_NANOS);
    }

    @Override
    public void report(AlertReport report) {
        for (int number = sources.newest(); number != RecentKeys.NONE; number = sources.older(number)) {
            Source source = states[number];
            if (source.raised.isActive(report.nanos)) {
                report.add(
                        Alert.Severity.CRITICAL,
                        Alert.Category.PORT_SCAN,
                        source.raised.since(),
                        message(number, source, report),
                        detail(number, source, report));
            }
        }
    }

    private String message(int number, Source source, AlertReport report) {
        String pod = report.source(sources.part(number, 0));
        String peer = report.address(source.high, source.low);
        String count = source.peak + (source.peak < portsPerSource ? " ports of " : " ports or more of ");
        return isInbound
                ? peer + " connected to " + count + pod + " within 30 s"
                : pod + " tried " + count + (source.isSpread ? "several addresses" : peer) + " within 30 s";
    }

    private String detail(int number, Source source, AlertReport report) {
        String last = isInbound ? "port " + source.port : report.end(source.high, source.low, source.port);
        return source.attempts + " attempts, " + source.failed + " of them failed; the last was at " + last + ". "
                + report.look(sources.part(number, 0)) + ". If it is meant to, as a scraper may be, raise"
                + " spec.detectors.portScan.distinctPorts above " + distinctPorts;
    }

    @Override
    public long evicted() {
        return sources.evicted() + tried.evicted();
    }

    @Override
    public int size() {
        return sources.size();
    }
}
