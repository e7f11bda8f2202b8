package io.netwatch.agent.send;

import io.netwatch.api.snapshot.DnsAnalytics;
import io.netwatch.api.snapshot.HealthMetric;
import io.netwatch.api.snapshot.Snapshot;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;

/** How the way out and name resolution do, of which the conventions know nothing. Not for more than one thread at a time. */
final class OtlpProbes {
    private static final AttributeKey<String> TARGET = AttributeKey.stringKey("netwatch.probe.target");
    private static final AttributeKey<String> ADDRESS = AttributeKey.stringKey("server.address");
    private static final double MS = 1_000;

    private final long started;
    private long queries;
    private long responses;
    private long nxdomain;

    /** @param started when the agent did, ns since 1970 */
    OtlpProbes(long started) {
        this.started = started;
    }

    void add(OtlpBatch batch, Snapshot snapshot) {
        if (snapshot.health() != null) {
            probes(batch, snapshot.health());
        }
        if (snapshot.dnsAnalytics() != null) {
            dns(batch, snapshot.dnsAnalytics());
        }
    }

    private static void probes(OtlpBatch batch, HealthMetric health) {
        Attributes gateway = target("gateway", health.gatewayIp());
        Attributes dns = target("dns", health.dnsIp());
        batch.gauge("netwatch.probe.rtt", "s", "Mean round trip of probes that were answered.")
                .add(gateway, over(health.gatewayRttMs(), MS))
                .add(dns, over(health.dnsRttMs(), MS))
                .end();
        batch.gauge("netwatch.probe.loss", "1", "Share of probes that were not answered.")
                .add(gateway, over(health.gatewayLossPct(), 100))
                .add(dns, over(health.dnsLossPct(), 100))
                .end();
    }

    private static Attributes target(String target, String address) {
        return address == null ? Attributes.of(TARGET, target) : Attributes.of(TARGET, target, ADDRESS, address);
    }

    private static Double over(Double value, double unit) {
        return value == null ? null : value / unit;
    }

    /** A snapshot counts what was since the one before. */
    private void dns(OtlpBatch batch, DnsAnalytics window) {
        queries += window.totalQueries();
        responses += window.totalResponses();
        nxdomain += window.nxdomainCount();
        count(batch, "netwatch.dns.queries", "{query}", "DNS queries of watched pods.", queries);
        count(batch, "netwatch.dns.responses", "{response}", "DNS answers to watched pods.", responses);
        count(batch, "netwatch.dns.nxdomain", "{response}", "DNS answers that there is no such name.", nxdomain);
    }

    private void count(OtlpBatch batch, String name, String unit, String description, long count) {
        batch.counter(name, unit, description)
                .add(started, Attributes.empty(), count)
                .end();
    }
}
