package io.netwatch.api.snapshot;

import static java.util.Objects.requireNonNull;

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

    private static final int BUCKETS = BUCKET_LIMITS_MS.size() + 1;

    public static final int TOP_DOMAINS = 20;

    public DnsAnalytics {
        totalQueries = Numbers.count(totalQueries);
        totalResponses = Numbers.count(totalResponses);
        nxdomainCount = Numbers.count(nxdomainCount);
        latencyBuckets = Numbers.counts(requireNonNull(latencyBuckets, "latencyBuckets"));
        if (latencyBuckets.size() != BUCKETS) {
            throw new IllegalArgumentException(BUCKETS + " latency buckets, not " + latencyBuckets.size());
        }
        topDomains = List.copyOf(requireNonNull(topDomains, "topDomains"));
    }

    /** A name and how often it was asked for; written as {@code [name, count]}. */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    @JsonPropertyOrder({"name", "count"})
    public record DomainCount(String name, long count) {
        public DomainCount {
            requireNonNull(name, "name");
            count = Numbers.count(count);
        }
    }
}
