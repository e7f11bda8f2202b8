package io.netwatch.api.snapshot;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * What a host saw of itself and of its connections in one cycle. What is null and not marked as left out is written as null.
 *
 * @param timestamp when the cycle began, RFC 3339 in UTC; with the host's id, what the server tells snapshots apart by
 * @param interfaces may be empty
 * @param connectionCount established TCP connections of the host, over all network namespaces; null = not collected
 * @param tcpTimeWait likewise, in TIME_WAIT, and in FIN_WAIT2 without a process, as {@code ss -s} counts them
 * @param tcpCloseWait likewise, in CLOSE_WAIT
 * @param processes left out when absent, as all that follow
 * @param connections the most active first; the last say less, or are missing, where all of them would not fit into a request. Not copied:
 *     they are many, and may be made as they are read
 * @param completeness how much of what happened is in here
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Snapshot(
        String timestamp,
        List<InterfaceMetric> interfaces,
        HealthMetric health,
        Integer connectionCount,
        SystemMetric system,
        List<DiskUsage> diskUsage,
        DiskIo diskIo,
        Integer tcpTimeWait,
        Integer tcpCloseWait,
        @JsonInclude(JsonInclude.Include.NON_NULL) List<ProcessBandwidth> processes,
        @JsonInclude(JsonInclude.Include.NON_NULL) List<ConnectionDetail> connections,
        @JsonInclude(JsonInclude.Include.NON_NULL) List<Alert> alerts,
        @JsonInclude(JsonInclude.Include.NON_NULL) DnsAnalytics dnsAnalytics,
        @JsonInclude(JsonInclude.Include.NON_NULL) Completeness completeness) {
    public Snapshot {
        requireNonNull(timestamp, "timestamp");
        interfaces = List.copyOf(requireNonNull(interfaces, "interfaces"));
        connectionCount = Numbers.countOrNull(connectionCount);
        tcpTimeWait = Numbers.countOrNull(tcpTimeWait);
        tcpCloseWait = Numbers.countOrNull(tcpCloseWait);
        diskUsage = diskUsage == null ? null : List.copyOf(diskUsage);
        processes = processes == null ? null : List.copyOf(processes);
        alerts = alerts == null ? null : List.copyOf(alerts);
    }

    /** The same but for its connections. */
    public Snapshot withConnections(List<ConnectionDetail> others) {
        return new Snapshot(
                timestamp,
                interfaces,
                health,
                connectionCount,
                system,
                diskUsage,
                diskIo,
                tcpTimeWait,
                tcpCloseWait,
                processes,
                others,
                alerts,
                dnsAnalytics,
                completeness);
    }
}
