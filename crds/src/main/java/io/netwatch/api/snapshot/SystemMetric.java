package io.netwatch.api.snapshot;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * The host's CPU, memory and load; null = unknown.
 *
 * @param cpuUsagePct of all CPUs since the snapshot before, 0.0 to 100.0 with one decimal
 * @param memoryUsedBytes total less available
 * @param cpuPerCore as {@code cpuUsagePct}, of each CPU in its order
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonIgnoreProperties(ignoreUnknown = true)
public record SystemMetric(
        Double cpuUsagePct,
        Long memoryTotalBytes,
        Long memoryUsedBytes,
        Long memoryAvailableBytes,
        @JsonProperty("load_avg_1m") Double loadAvg1m,
        @JsonProperty("load_avg_5m") Double loadAvg5m,
        @JsonProperty("load_avg_15m") Double loadAvg15m,
        Long swapTotalBytes,
        Long swapUsedBytes,
        List<Double> cpuPerCore) {
    public SystemMetric {
        cpuUsagePct = Numbers.finiteOrNull(cpuUsagePct);
        memoryTotalBytes = Numbers.countOrNull(memoryTotalBytes);
        memoryUsedBytes = Numbers.countOrNull(memoryUsedBytes);
        memoryAvailableBytes = Numbers.countOrNull(memoryAvailableBytes);
        loadAvg1m = Numbers.finiteOrNull(loadAvg1m);
        loadAvg5m = Numbers.finiteOrNull(loadAvg5m);
        loadAvg15m = Numbers.finiteOrNull(loadAvg15m);
        swapTotalBytes = Numbers.countOrNull(swapTotalBytes);
        swapUsedBytes = Numbers.countOrNull(swapUsedBytes);
        cpuPerCore = Numbers.finites(cpuPerCore);
    }
}
