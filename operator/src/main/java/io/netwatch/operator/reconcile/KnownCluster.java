package io.netwatch.operator.reconcile;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.netwatch.operator.plan.AgentDiagnosis;
import io.netwatch.operator.plan.AgentFacts;
import io.netwatch.operator.plan.ClusterFacts;
import io.netwatch.operator.plan.PodFacts;
import io.netwatch.operator.resource.AgentIdentity;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is known of the cluster, cut down to what plans depend on. Watches write it; any thread reads. */
final class KnownCluster implements ClusterFacts {
    private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

    private final AgentIdentity identity;
    private final Facts<Pod, PodFacts> pods;
    private final Facts<Pod, NodeAgent> agents;
    private final Facts<Node, Map<String, String>> nodes;
    private final Facts<Namespace, Map<String, String>> namespaces;
    private final Facts<Secret, Secret> cloudKeys;

    /** What the agent of one node does. */
    record NodeAgent(String node, AgentFacts facts) {}

    /** @param changed called when anything changed that a plan may depend on */
    KnownCluster(AgentIdentity identity, Runnable changed) {
        this.identity = identity;
        pods = new Facts<>(KnownCluster::facts, changed);
        agents = new Facts<>(this::agent, changed);
        nodes = new Facts<>(node -> labels(node.getMetadata().getLabels()), changed);
        namespaces = new Facts<>(namespace -> labels(namespace.getMetadata().getLabels()), changed);
        cloudKeys = new Facts<>(secret -> secret, changed);
    }

    Facts<Pod, PodFacts> podFacts() {
        return pods;
    }

    Facts<Pod, NodeAgent> agentFacts() {
        return agents;
    }

    Facts<Node, Map<String, String>> nodeFacts() {
        return nodes;
    }

    Facts<Namespace, Map<String, String>> namespaceFacts() {
        return namespaces;
    }

    Facts<Secret, Secret> cloudKeyFacts() {
        return cloudKeys;
    }

    private static PodFacts facts(Pod pod) {
        if (pod.getStatus() != null
                && ENDED.contains(String.valueOf(pod.getStatus().getPhase()))) {
            return null;
        }
        return new PodFacts(
                pod.getMetadata().getNamespace(),
                pod.getMetadata().getName(),
                labels(pod.getMetadata().getLabels()),
                pod.getSpec().getNodeName());
    }

    private NodeAgent agent(Pod pod) {
        if (!identity.namespace().equals(pod.getMetadata().getNamespace())
                || pod.getMetadata().getDeletionTimestamp() != null
                || !labels(pod.getMetadata().getLabels())
                        .entrySet()
                        .containsAll(identity.selector().entrySet())) {
            return null;
        }
        return AgentDiagnosis.node(pod)
                .map(node -> new NodeAgent(node, AgentDiagnosis.of(pod)))
                .orElse(null);
    }

    private static Map<String, String> labels(Map<String, String> labels) {
        return labels == null ? Map.of() : labels;
    }

    @Override
    public Collection<PodFacts> podsOf(String namespace) {
        return pods.of(namespace).values();
    }

    @Override
    public Collection<PodFacts> pods() {
        return pods.all();
    }

    @Override
    public Map<String, Map<String, String>> nodes() {
        return nodes.of(null);
    }

    @Override
    public Map<String, Map<String, String>> namespaces() {
        return namespaces.of(null);
    }

    @Override
    public Optional<Secret> cloudKey(String namespace, String name) {
        return Optional.ofNullable(cloudKeys.get(namespace, name));
    }

    /** Where there are two of a node, as in an update, the one that does best speaks for it. */
    @Override
    public Map<String, AgentFacts> agents() {
        Map<String, AgentFacts> byNode = new HashMap<>();
        for (NodeAgent agent : agents.of(identity.namespace()).values()) {
            byNode.merge(agent.node(), agent.facts(), (a, b) -> a.state().compareTo(b.state()) <= 0 ? a : b);
        }
        return byNode;
    }
}
