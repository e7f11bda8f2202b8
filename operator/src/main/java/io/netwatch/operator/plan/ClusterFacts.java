package io.netwatch.operator.plan;

import io.fabric8.kubernetes.api.model.Secret;
import io.netwatch.api.node.PolicyReport;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of the cluster at one moment. Answers come from memory and are cheap; what is unknown is absent.
 */
public interface ClusterFacts {
    /** Pods of a namespace that have not ended. */
    Collection<PodFacts> podsOf(String namespace);

    /** Pods of all namespaces that have not ended. */
    Collection<PodFacts> pods();

    /** Names of all nodes, with their labels. */
    Map<String, Map<String, String>> nodes();

    /** Names of all namespaces, with their labels. */
    Map<String, Map<String, String>> namespaces();

    /** A Secret that carries the label {@code netwatch.io/cloud-key=true}. */
    Optional<Secret> cloudKey(String namespace, String name);

    /** What the agents of nodes are doing, by node. */
    Map<String, AgentFacts> agents();

    /** What agents told last of the policy with this uid, by node; a view that changes under way. */
    Map<String, PolicyReport> reports(String policy);
}
