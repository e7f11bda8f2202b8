package io.netwatch.api.policy;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.ValidationRule;

/** What to raise alerts for. A detector that is present is on; {@code {}} takes its defaults. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Detectors(
        @JsonPropertyDescription("One source that tries many ports.")
        PortScan portScan,

        @JsonPropertyDescription("Connects to one peer at regular times.")
        Beaconing beaconing,

        @JsonPropertyDescription("Data hidden in DNS queries.")
        DnsTunnel dnsTunnel,

        @JsonPropertyDescription("More traffic than wanted.")
        Bandwidth bandwidth) {

    /** Distinct destination ports from one source within 30 seconds. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    @ValidationRule(value = Rules.DISTINCT_PORTS, message = Rules.DISTINCT_PORTS_MESSAGE, fieldPath = ".distinctPorts")
    public record PortScan(
            @JsonPropertyDescription("Distinct ports of one source within 30 seconds, 2 to 65535.") @Default("20")
            Integer distinctPorts) {
        private static final int USUAL = 20;

        public PortScan {
            distinctPorts = distinctPorts == null ? USUAL : distinctPorts;
        }
    }

    /** Attempts at one peer and port whose gaps hardly vary. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    @ValidationRule(value = Rules.ATTEMPTS, message = Rules.ATTEMPTS_MESSAGE, fieldPath = ".attempts")
    public record Beaconing(
            @JsonPropertyDescription("Attempts at the same peer and port before their gaps are compared, 3 to 1000.")
            @Default("5")
            Integer attempts) {
        private static final int USUAL = 5;

        public Beaconing {
            attempts = attempts == null ? USUAL : attempts;
        }
    }

    /** Long or many queries below one domain. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    @ValidationRule(value = Rules.QUERIES, message = Rules.QUERIES_MESSAGE, fieldPath = ".queriesPerMinute")
    public record DnsTunnel(
            @JsonPropertyDescription("Queries to one parent domain within a minute, 1 to 100000.") @Default("50")
            Integer queriesPerMinute) {
        private static final int USUAL = 50;

        public DnsTunnel {
            queriesPerMinute = queriesPerMinute == null ? USUAL : queriesPerMinute;
        }
    }

    /** Throughput in two samples in a row. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(ignoreUnknown = true)
    @ValidationRule(value = Rules.THROUGHPUT, message = Rules.THROUGHPUT_MESSAGE, fieldPath = ".megabytesPerSecond")
    public record Bandwidth(
            @JsonPropertyDescription("Throughput of one pod or host, in MB/s (10^6 bytes), 1 to 100000.")
            @Default("100")
            Integer megabytesPerSecond) {
        private static final int USUAL = 100;

        public Bandwidth {
            megabytesPerSecond = megabytesPerSecond == null ? USUAL : megabytesPerSecond;
        }
    }
}
