package io.netwatch.agent.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The cluster that the agent is in. Valid once made.
 *
 * @param node the own node's name; null outside of a cluster, when all else is null, too
 * @param kubeconfigFile how to reach the API server; null for the pod's own service account
 * @param operator where the identity stream comes from; null for nowhere
 */
public record ClusterConfig(String node, Path kubeconfigFile, HostPort operator) {
    /** Outside of a cluster: nothing of Kubernetes is asked. */
    public static final ClusterConfig NONE = new ClusterConfig(null, null, null);

    /** Kubernetes, "Object Names and IDs": a DNS subdomain name. */
    private static final Pattern NODE = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

    public ClusterConfig {
        check(
                node == null || NODE.matcher(node).matches(),
                "--node-name must be the name of this node as kubectl get nodes shows it; got '" + node + "'");
        check(kubeconfigFile == null || node != null, "--kubeconfig needs --node-name, the name of this node");
        check(operator == null || node != null, "--operator needs --node-name, the name of this node");
    }

    /** Whether there is one. */
    public boolean isPresent() {
        return node != null;
    }

    /** How to reach the API server, if not by the pod's own service account. */
    public Optional<Path> kubeconfig() {
        return Optional.ofNullable(kubeconfigFile);
    }

    /** Where the identity stream comes from, if from anywhere. */
    public Optional<HostPort> operatorAddress() {
        return Optional.ofNullable(operator);
    }

    private static void check(boolean valid, String message) {
        if (!valid) {
            throw new InvalidFlagException(message);
        }
    }
}
