package io.netwatch.api.snapshot;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * Which host a request is about.
 *
 * @param hostId a UUID that stays the same for ever: the account pays for each that the server has seen. Of a node, its Node object's
 *     {@code metadata.uid}
 * @param os for example {@code Debian GNU/Linux 12 (bookworm)}; null = unknown, as with all that follow
 * @param kernel its release, as {@code uname -r} prints it
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonIgnoreProperties(ignoreUnknown = true)
public record HostInfo(
        String hostId,
        String hostname,
        String os,
        String kernel,
        Long uptimeSecs,
        String cpuModel,
        Integer cpuCores,
        Long memoryTotalBytes) {
    public HostInfo {
        requireNonNull(hostId, "hostId");
        requireNonNull(hostname, "hostname");
        uptimeSecs = Numbers.countOrNull(uptimeSecs);
        cpuCores = Numbers.countOrNull(cpuCores);
        memoryTotalBytes = Numbers.countOrNull(memoryTotalBytes);
    }
}
