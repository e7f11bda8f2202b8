package io.netwatch.api.snapshot;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * Something that looks wrong.
 *
 * @param severity {@link Severity}, in lower case
 * @param category {@link Category}; the server rejects a body with any other word
 * @param timestamp when it was noticed, RFC 3339 in UTC
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Alert(Severity severity, Category category, String message, String detail, String timestamp) {
    public Alert {
        requireNonNull(severity, "severity");
        requireNonNull(category, "category");
        requireNonNull(message, "message");
        requireNonNull(detail, "detail");
        requireNonNull(timestamp, "timestamp");
    }

    /** How bad. */
    public enum Severity {
        @JsonProperty("warning")
        WARNING,
        @JsonProperty("critical")
        CRITICAL
    }

    /** What it looks like. */
    public enum Category {
        @JsonProperty("port_scan")
        PORT_SCAN,
        @JsonProperty("beaconing")
        BEACONING,
        @JsonProperty("dns_tunnel")
        DNS_TUNNEL,
        @JsonProperty("bandwidth")
        BANDWIDTH
    }
}
