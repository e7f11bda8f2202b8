package io.netwatch.operator.config;

import java.util.Optional;

/**
 * Where the operator runs.
 *
 * @param namespace where it makes what it makes, and where it looks for Secrets of cluster policies
 * @param identity of this process, for leader election and events: the pod's name
 * @param deploymentName the Deployment that this process belongs to, which owns what the operator makes; null when it is run
 *     from a checkout
 * @param leaderElection whether there may be others
 */
public record OperatorPlace(String namespace, String identity, String deploymentName, boolean leaderElection) {
    /** The Deployment that owns what the operator makes, where there is one. */
    public Optional<String> deployment() {
        return Optional.ofNullable(deploymentName);
    }
}
