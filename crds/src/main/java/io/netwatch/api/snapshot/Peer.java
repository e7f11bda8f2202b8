package io.netwatch.api.snapshot;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * The other end of a connection: as {@link Kubernetes}, and what else an end can be. All are left out when absent.
 *
 * @param service the Service through which it is reached, in {@code namespace}
 * @param dnsName what the connecting pod asked DNS for to get this address
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Peer(
        String namespace,
        String pod,
        String uid,
        String container,
        String workloadKind,
        String workload,
        String node,
        String attribution,
        String service,
        String dnsName) {}
