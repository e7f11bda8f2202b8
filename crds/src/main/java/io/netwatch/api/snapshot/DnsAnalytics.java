package io.netwatch.api.snapshot;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * Queries and answers since the snapshot before.
 *
 * @param latencyBuckets answers by time from their query: below 5, 10, 25, 50, 100, 250, 500 ms, and above
 * @param topDomains the 20 names that were asked for most, the most frequent first
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonIgnoreProperties(ignoreUnknown = true)
public record DnsAnalytics(
        long totalQueries,
        long totalResponses,
        long nxdomainCount,
        List<Long> latencyBuckets,
        List<DomainCount> topDomains) {
    /** Upper bounds of all buckets but the last, in ms. */
    public static final List<Integer> BUCKET_LIMITS_MS = List.of(5, 10, 25, 50, 100, 250, 500);

    public static final int TOP_DOMAINS = 20;

    public DnsAnalytics {
        latencyBuckets = List.copyOf(latencyBuckets);
        topDomains = List.copyOf(topDomains);
    }

    /** A name and how often it was asked for; written as {@code [name, count]}. */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    @JsonPropertyOrder({"name", "count"})
    public record DomainCount(String name, long count) {}
}
