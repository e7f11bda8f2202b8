package io.netwatch.agent.send;

import io.netwatch.api.snapshot.HostInfo;
import io.netwatch.api.snapshot.Snapshot;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.resources.ResourceBuilder;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Sends each snapshot's numbers to an OpenTelemetry collector, as OTLP over HTTP, each in one request that is not tried again: the
 * next has the counts of this one in it. Not for more than one thread at a time, but for {@link #dropped}. No class of
 * OpenTelemetry is loaded before there is one of these.
 */
public final class OtlpMetrics implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(OtlpMetrics.class);

    /** OpenTelemetry, "OTLP exporter": where metrics go below an endpoint that is for all signals. */
    private static final String PATH = "/v1/metrics";

    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    private static final long NANOS = 1_000_000_000;

    private final OtlpHttpMetricExporter exporter;
    private final InstrumentationScopeInfo scope;
    private final String url;
    private final Duration deadline;
    private final String nodeName;
    private final String version;
    private final long started;
    private final OtlpHost host;
    private final OtlpConnections connections;
    private final OtlpProbes probes;
    private final Map<String, Long> drops = new TreeMap<>();
    private CompletableResultCode underWay = CompletableResultCode.ofSuccess();
    private boolean heard = true;
    private volatile long dropped;

    /**
     * Connects to nobody yet.
     *
     * @param endpoint http or https; {@value #PATH} is appended where it does not end with it
     * @param nodeName of the cluster; null outside of one
     * @param version of this agent
     * @param deadline longest that {@link #accept} takes
     */
    public OtlpMetrics(URI endpoint, String nodeName, String version, Duration deadline, Clock clock) {
        this.url = url(endpoint);
        this.deadline = deadline;
        this.nodeName = nodeName;
        this.version = version;
        started = nanos(clock.instant());
        host = new OtlpHost(started);
        connections = new OtlpConnections(started);
        probes = new OtlpProbes(started);
        scope = InstrumentationScopeInfo.builder("io.netwatch.agent")
                .setVersion(version)
                .build();
        exporter = OtlpHttpMetricExporter.builder()
                .setEndpoint(url)
                .setConnectTimeout(deadline)
                .setTimeout(deadline)
                .setCompression("gzip")
                .setRetryPolicy(null)
                .build();
    }

    static String url(URI endpoint) {
        String url = endpoint.toString();
        return url.endsWith(PATH) ? url : url.replaceFirst("/+$", "") + PATH;
    }

    /** Tells the collector, or counts the snapshot as dropped. Takes the deadline at most and throws nothing. */
    public void accept(HostInfo info, Snapshot snapshot) {
        long at = nanos(Instant.parse(snapshot.timestamp()));
        OtlpBatch batch = new OtlpBatch(resource(info), scope, at);
        host.add(batch, info, snapshot, at);
        connections.add(batch, snapshot);
        probes.add(batch, snapshot);
        OtlpBatch.Points lost =
                batch.counter("netwatch.snapshots.dropped", "{snapshot}", "Snapshots that the collector did not get.");
        drops.forEach((error, count) -> lost.add(started, Attributes.of(ERROR, error), count));
        lost.end();
        if (underWay.isDone()) { // else the one before hangs still
            underWay = exporter.export(batch.metrics());
            underWay.join(deadline.toMillis(), TimeUnit.MILLISECONDS);
        }
        if (!underWay.isDone()) {
            drop("timeout", "no answer within " + deadline.toMillis() + " ms");
        } else if (!underWay.isSuccess()) {
            drop("export_failed", why(underWay.getFailureThrowable()));
        } else if (!heard) {
            heard = true;
            LOG.infof(
                    "The OpenTelemetry collector at %s takes metrics again; it did not get %d snapshots.",
                    url, dropped);
        }
    }

    private void drop(String error, String why) {
        drops.merge(error, 1L, Long::sum);
        dropped = drops.values().stream().mapToLong(Long::longValue).sum();
        if (heard) {
            heard = false;
            LOG.warnf(
                    "The OpenTelemetry collector at %s takes no metrics, and they are dropped until it does: %s; agents are told"
                            + " of another one by --otlp",
                    url, why);
        }
    }

    /** The exporter wraps what happened. */
    private static String why(Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof IOException) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof IOException ? cause.toString() : "it answers with an error";
    }

    /** Snapshots that the collector did not get. Any thread may ask. */
    public long dropped() {
        return dropped;
    }

    /** Who tells, in the words of the conventions ({@code docs/resource}). */
    private Resource resource(HostInfo info) {
        ResourceBuilder resource = Resource.builder()
                .put("service.name", "netwatch-agent")
                .put("service.version", version)
                .put("host.id", info.hostId())
                .put("host.name", info.hostname())
                .put("os.type", "linux");
        if (nodeName != null) {
            resource.put("k8s.node.name", nodeName);
        }
        if (info.os() != null) {
            resource.put("os.description", info.kernel() == null ? info.os() : info.os() + ", Linux " + info.kernel());
        }
        if (info.cpuModel() != null) {
            resource.put("host.cpu.model.name", info.cpuModel());
        }
        return resource.build();
    }

    private static long nanos(Instant instant) {
        return instant.getEpochSecond() * NANOS + instant.getNano();
    }

    @Override
    public void close() {
        exporter.shutdown().join(deadline.toMillis(), TimeUnit.MILLISECONDS);
    }
}
