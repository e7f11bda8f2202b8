package io.netwatch.agent.identify;

import io.netwatch.agent.event.BootClock;
import io.netwatch.api.identity.IdentityLine;
import java.util.concurrent.TimeUnit;

/**
 * What is told of the cluster: by the API server of this node's pods, and by the operator of everything. Used by the thread of events only.
 */
final class Peers implements AutoCloseable {
    /** How long it takes to hear of the operator first. */
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final BootClock clock;
    private final ClusterRecords records;
    private final PeerLookup lookup;
    private final long began;
    private boolean apiServerHeard;
    private boolean operatorHeard;
    private boolean inSnapshot;
    private boolean hadSnapshot;
    private long version;
    private boolean closed;

    Peers(BootClock clock) {
        this.clock = clock;
        this.began = clock.bootNanos();
        this.records = new ClusterRecords(clock.toEpochMillis(began));
        this.lookup = new PeerLookup(this, records, clock, began);
    }

    void onApiServer(boolean heard) {
        apiServerHeard = heard;
        version++;
    }

    void onOperator(boolean heard) {
        operatorHeard = heard;
        version++;
    }

    void onPod(NodePod pod, String node) {
        records.podAddresses.tell(
                new IdentityLine.Pod(
                        pod.uid(),
                        pod.namespace(),
                        pod.name(),
                        node,
                        pod.ips(),
                        pod.hostNetwork(),
                        pod.workload(),
                        pod.started(),
                        pod.ended()),
                Teller.API_SERVER,
                nowMillis());
        version++;
    }

    void onPodGone(String uid) {
        long now = nowMillis();
        records.podAddresses.gone(PodRecords.number(uid), Teller.API_SERVER, now, now);
        version++;
    }

    void onLine(IdentityLine line) {
        version++;
        if (line.pod() != null) {
            records.podAddresses.tell(line.pod(), Teller.OPERATOR, nowMillis());
        } else if (line.service() != null) {
            records.services.tell(line.service());
        } else if (line.endpoints() != null) {
            records.services.tell(line.endpoints());
        } else if (line.node() != null) {
            records.nodes.tell(line.node());
        } else if (line.gone() != null) {
            onGone(line.gone());
        } else if (line.begin() != null) {
            onBegin(line.begin());
        } else if (line.current() != null) {
            onCurrent();
        }
    }

    private void onGone(IdentityLine.Gone gone) {
        switch (gone.kind()) {
            case "pod" ->
                records.podAddresses.gone(PodRecords.number(gone.uid()), Teller.OPERATOR, gone.at(), nowMillis());
            case "service" -> records.services.serviceGone(gone.namespace(), gone.name());
            case "endpoints" -> records.services.sliceGone(gone.namespace(), gone.name());
            case "node" -> records.nodes.gone(gone.name());
            default -> {
                // of no meaning here
            }
        }
    }

    private void onBegin(IdentityLine.Begin begin) {
        inSnapshot = begin.snapshot();
        if (inSnapshot) {
            records.podAddresses.beginSnapshot();
            records.services.beginSnapshot();
            records.nodes.beginSnapshot();
        }
    }

    private void onCurrent() {
        if (inSnapshot) {
            inSnapshot = false;
            hadSnapshot = true;
            records.podAddresses.endSnapshot(nowMillis());
            records.services.endSnapshot();
            records.nodes.endSnapshot();
        } else {
            version--; // nothing has changed
        }
    }

    /** As {@link Directory#peer}. */
    End peer(long high, long low, int port, long opened) {
        return lookup.peer(high, low, port, opened);
    }

    boolean hadSnapshot() {
        return hadSnapshot;
    }

    /** Whether the operator may tell soon. */
    boolean isExpecting() {
        return operatorHeard || clock.bootNanos() - began < START_NANOS;
    }

    long version() {
        return version;
    }

    boolean isStale(Party.Kind kind, long pod) {
        if (kind == Party.Kind.UNKNOWN) {
            return false;
        }
        int record = kind == Party.Kind.POD && !closed ? records.pods.find(pod) : Arena.NONE;
        boolean byApiServer = record != Arena.NONE && records.pods.has(record, Teller.API_SERVER.flag(PodRecords.TOLD));
        return byApiServer ? !apiServerHeard : !operatorHeard;
    }

    boolean hasEnded(long pod) {
        return !closed && records.podAddresses.hasEnded(pod);
    }

    long now() {
        return clock.bootNanos();
    }

    private long nowMillis() {
        return clock.toEpochMillis(clock.bootNanos());
    }

    void expire(long now) {
        lookup.expire(now);
        records.podAddresses.expire(clock.toEpochMillis(now));
    }

    /** Pods that were forgotten before their 10 minutes, as too many were gone. */
    long forgottenEarly() {
        return records.podAddresses.forgottenEarly();
    }

    /** Bytes outside the heap. */
    long bytes() {
        return records.bytes();
    }

    @Override
    public void close() {
        closed = true;
        records.close();
    }
}
