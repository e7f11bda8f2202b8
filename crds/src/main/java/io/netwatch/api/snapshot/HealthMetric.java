package io.netwatch.api.snapshot;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * How the way out and the resolver do. Each is null when there is none, or nobody could ask.
 *
 * @param gatewayRttMs mean of the probes that were answered, of three with a second each; null when none was
 * @param gatewayLossPct share of the probes that were not answered, 0.0 to 100.0
 * @param gatewayRttHistory the last 60 round trips, oldest first; null among them = no answer. Left out when absent, as the last
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonIgnoreProperties(ignoreUnknown = true)
public record HealthMetric(
        String gatewayIp,
        Double gatewayRttMs,
        Double gatewayLossPct,
        String dnsIp,
        Double dnsRttMs,
        Double dnsLossPct,
        @JsonInclude(JsonInclude.Include.NON_NULL) List<Double> gatewayRttHistory,
        @JsonInclude(JsonInclude.Include.NON_NULL) List<Double> dnsRttHistory) {
    /** Round trips that are kept. */
    public static final int HISTORY = 60;

    public HealthMetric {
        gatewayRttMs = Numbers.finiteOrNull(gatewayRttMs);
        gatewayLossPct = Numbers.finiteOrNull(gatewayLossPct);
        dnsRttMs = Numbers.finiteOrNull(dnsRttMs);
        dnsLossPct = Numbers.finiteOrNull(dnsLossPct);
        gatewayRttHistory = Numbers.finitesOrNull(gatewayRttHistory);
        dnsRttHistory = Numbers.finitesOrNull(dnsRttHistory);
    }
}
