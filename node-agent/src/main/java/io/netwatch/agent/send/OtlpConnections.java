package io.netwatch.agent.send;

import io.netwatch.api.snapshot.Completeness;
import io.netwatch.api.snapshot.ConnectionDetail;
import io.netwatch.api.snapshot.Kubernetes;
import io.netwatch.api.snapshot.Peer;
import io.netwatch.api.snapshot.Snapshot;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A snapshot's connections, counted by workload and by whom they lead to. At most {@value #MOST_SERIES} sets of attributes of a
 * metric are told apart; what is beyond is counted in one more, marked as OpenTelemetry marks it. Not for more than one thread at a
 * time.
 */
final class OtlpConnections {
    static final int MOST_SERIES = 2_000;

    /** OpenTelemetry, metrics SDK, "Overflow attribute". */
    private static final Attributes OTHERS = Attributes.of(AttributeKey.booleanKey("otel.metric.overflow"), true);

    private static final AttributeKey<String> NAMESPACE = AttributeKey.stringKey("k8s.namespace.name");
    private static final AttributeKey<String> WORKLOAD_KIND = AttributeKey.stringKey("netwatch.workload.kind");
    private static final AttributeKey<String> WORKLOAD = AttributeKey.stringKey("netwatch.workload.name");
    private static final AttributeKey<String> PEER_NAMESPACE = AttributeKey.stringKey("netwatch.peer.namespace");
    private static final AttributeKey<String> PEER = AttributeKey.stringKey("netwatch.peer.name");
    private static final AttributeKey<String> DIRECTION = AttributeKey.stringKey("netwatch.connection.direction");
    private static final AttributeKey<String> STATE = AttributeKey.stringKey("network.connection.state");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("netwatch.event.outcome");

    /** Workloads that the conventions have a name for ({@code docs/registry/attributes/k8s.md}). */
    private static final Set<String> KNOWN_KINDS =
            Set.of("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "CronJob");

    /** States whose name in {@code ss} is not the conventions'. */
    private static final Map<String, String> STATES = Map.of(
            "syn_recv", "syn_received",
            "fin_wait1", "fin_wait_1",
            "fin_wait2", "fin_wait_2",
            "close", "closed",
            "unconn", "closed");

    private final long started;
    private final Map<Attributes, Long> failures = new HashMap<>();
    private Set<Failed> failed = Set.of();
    private long seen;
    private long lostKernel;
    private long lostAgent;

    /** A connection that failed, which may be in the next snapshot too. */
    private record Failed(String local, String remote, String opened, String error) {}

    /** @param started when the agent did, ns since 1970 */
    OtlpConnections(long started) {
        this.started = started;
    }

    void add(OtlpBatch batch, Snapshot snapshot) {
        List<ConnectionDetail> connections = snapshot.connections() == null ? List.of() : snapshot.connections();
        Map<Attributes, Long> present = new HashMap<>();
        Set<Failed> failing = new HashSet<>();
        for (ConnectionDetail connection : connections) {
            Attributes ends = ends(connection);
            count(
                    present,
                    ends.toBuilder().put(STATE, state(connection.state())).build());
            if (connection.error() != null) {
                Failed failure = new Failed(
                        connection.localAddr(), connection.remoteAddr(), connection.openedAt(), connection.error());
                if (failing.add(failure) && !failed.contains(failure)) {
                    count(
                            failures,
                            ends.toBuilder().put(ERROR, connection.error()).build());
                }
            }
        }
        failed = failing;
        add(batch.upDownCounter("netwatch.connections", "{connection}", "Connections of watched pods."), present);
        add(batch.counter("netwatch.connection.failures", "{connection}", "Connections that failed."), failures);
        events(batch, snapshot.completeness());
    }

    private static void count(Map<Attributes, Long> counts, Attributes attributes) {
        boolean fits = counts.size() < MOST_SERIES || counts.containsKey(attributes);
        counts.merge(fits ? attributes : OTHERS, 1L, Long::sum);
    }

    private void add(OtlpBatch.Points points, Map<Attributes, Long> counts) {
        counts.forEach((attributes, count) -> points.add(started, attributes, count));
        points.end();
    }

    /** What of the events is in no snapshot is a number here too. */
    private void events(OtlpBatch batch, Completeness window) {
        if (window != null) {
            seen += window.seen();
            lostKernel += window.lostKernel();
            lostAgent += window.lostAgent();
            batch.counter("netwatch.events", "{event}", "Events of connections of watched pods.")
                    .add(started, Attributes.of(OUTCOME, "seen"), seen)
                    .add(started, Attributes.of(OUTCOME, "lost_kernel"), lostKernel)
                    .add(started, Attributes.of(OUTCOME, "lost_agent"), lostAgent)
                    .end();
        }
    }

    private static Attributes ends(ConnectionDetail connection) {
        AttributesBuilder ends = Attributes.builder();
        put(ends, DIRECTION, connection.direction());
        if (connection.kubernetes() != null) {
            workload(ends, connection.kubernetes());
        }
        if (connection.peer() != null) {
            put(ends, PEER_NAMESPACE, connection.peer().namespace());
            put(ends, PEER, name(connection.peer()));
        }
        return ends.build();
    }

    private static void workload(AttributesBuilder ends, Kubernetes local) {
        put(ends, NAMESPACE, local.namespace());
        if (local.workload() == null) {
            put(ends, AttributeKey.stringKey("k8s.pod.name"), local.pod());
        } else if (local.workloadKind() != null && KNOWN_KINDS.contains(local.workloadKind())) {
            String kind = local.workloadKind().toLowerCase(Locale.ROOT);
            put(ends, AttributeKey.stringKey("k8s." + kind + ".name"), local.workload());
        } else {
            put(ends, WORKLOAD_KIND, local.workloadKind());
            put(ends, WORKLOAD, local.workload());
        }
    }

    /** The most lasting name that is known; how little is known where there is none. */
    private static String name(Peer peer) {
        for (String name : new String[] {peer.service(), peer.workload(), peer.pod(), peer.dnsName(), peer.node()}) {
            if (name != null) {
                return name;
            }
        }
        return peer.attribution();
    }

    private static void put(AttributesBuilder attributes, AttributeKey<String> key, String value) {
        if (value != null) {
            attributes.put(key, value);
        }
    }

    private static String state(String state) {
        String name = state == null ? "unknown" : state.toLowerCase(Locale.ROOT).replace('-', '_');
        return STATES.getOrDefault(name, name);
    }
}
