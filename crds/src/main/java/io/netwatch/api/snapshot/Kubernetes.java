package io.netwatch.api.snapshot;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * The pod at an end of a connection, or what is known of it. All are left out when absent.
 *
 * @param uid the pod's
 * @param workloadKind of what runs the pod, such as Deployment
 * @param attribution how it is known: cgroup, ip, ip-ambiguous, host, external or unknown
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Kubernetes(
        String namespace,
        String pod,
        String uid,
        String container,
        String workloadKind,
        String workload,
        String node,
        String attribution) {}
