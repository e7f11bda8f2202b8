package io.netwatch.api.snapshot;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * Space of a mounted file system, as {@code df} counts it.
 *
 * @param availableBytes to those who are not root
 * @param usagePct used of used and available, 0.0 to 100.0 with one decimal
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonIgnoreProperties(ignoreUnknown = true)
public record DiskUsage(
        String mountPoint, String device, long totalBytes, long usedBytes, long availableBytes, double usagePct) {
    public DiskUsage {
        requireNonNull(mountPoint, "mountPoint");
        requireNonNull(device, "device");
        totalBytes = Numbers.count(totalBytes);
        usedBytes = Numbers.count(usedBytes);
        availableBytes = Numbers.count(availableBytes);
        usagePct = Numbers.finite(usagePct);
    }
}
