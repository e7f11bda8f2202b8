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
 * @param identityAddress where agents reach the identity stream, {@code host:port}; null when nothing leads there
 */
public record OperatorPlace(
        String namespace, String identity, String deploymentName, boolean leaderElection, String identityAddress) {
    /** A place to which nothing leads. */
    public OperatorPlace(String namespace, String identity, String deploymentName, boolean leaderElection) {
        this(namespace, identity, deploymentName, leaderElection, null);
    }

    /** The Deployment that owns what the operator makes, where there is one. */
    public Optional<String> deployment() {
        return Optional.ofNullable(deploymentName);
    }
}
