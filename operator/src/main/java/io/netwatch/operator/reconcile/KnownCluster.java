package io.netwatch.operator.reconcile;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.netwatch.api.node.NodeReport;
import io.netwatch.api.node.PolicyReport;
import io.netwatch.operator.plan.AgentDiagnosis;
import io.netwatch.operator.plan.AgentFacts;
import io.netwatch.operator.plan.ClusterFacts;
import io.netwatch.operator.plan.PodFacts;
import io.netwatch.operator.resource.AgentIdentity;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What is known of the cluster, cut down to what plans depend on. Watches write it; any thread reads. */
final class KnownCluster implements ClusterFacts {
    private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

    private final AgentIdentity identity;
    private final Facts<Pod, PodFacts> pods;
    private final Facts<Pod, NodeAgent> agents;
    private final Facts<Node, Map<String, String>> nodes;
    private final Facts<Namespace, Map<String, String>> namespaces;
    private final Facts<Secret, Secret> cloudKeys;
    private final Map<String, NodeReport> reports = new ConcurrentHashMap<>();
    private final PolicyReports policies = new PolicyReports();
    private final Runnable changed;

    /** What the agent of one node does, and where it can be asked; the address is null before the pod has one. */
    record NodeAgent(String node, AgentFacts facts, String address) {}

    /** @param changed called when anything changed that a plan may depend on */
    KnownCluster(AgentIdentity identity, Runnable changed) {
        this.identity = identity;
        this.changed = changed;
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
                .map(node -> new NodeAgent(
                        node,
                        AgentDiagnosis.of(pod),
                        pod.getStatus() == null ? null : pod.getStatus().getPodIP()))
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

    /** Addresses of the agents that are ready, by node. */
    Map<String, String> agentAddresses() {
        Map<String, String> addresses = new HashMap<>();
        for (NodeAgent agent : agents.of(identity.namespace()).values()) {
            if (agent.facts().state() == AgentFacts.State.READY && agent.address() != null) {
                addresses.put(agent.node(), agent.address());
            }
        }
        return addresses;
    }

    /** Takes what an agent told of itself. */
    void reported(String node, NodeReport report) {
        NodeReport before = reports.put(node, withoutPolicies(report));
        boolean limited = policies.put(node, report.policies());
        if (limited
                || !AgentDiagnosis.of(report).equals(before == null ? AgentFacts.READY : AgentDiagnosis.of(before))) {
            changed.run();
        }
    }

    /** They are kept by policy. */
    private static NodeReport withoutPolicies(NodeReport report) {
        return new NodeReport(
                report.agentVersion(),
                report.attach(),
                report.eventsSeen(),
                report.eventsPerSecond(),
                report.lost(),
                report.startedAt(),
                List.of());
    }

    /** Forgets what agents of other nodes told. */
    void retainReports(Set<String> nodes) {
        reports.keySet().retainAll(nodes);
        policies.retain(nodes);
    }

    @Override
    public Map<String, PolicyReport> reports(String policy) {
        return policies.of(policy);
    }

    /** What the agents that are ready told last. */
    Collection<NodeReport> reports() {
        return reports.values();
    }

    /** Where there are two of a node, as in an update, the one that does best speaks for it. */
    @Override
    public Map<String, AgentFacts> agents() {
        Map<String, AgentFacts> byNode = new HashMap<>();
        for (NodeAgent agent : agents.of(identity.namespace()).values()) {
            byNode.merge(agent.node(), agent.facts(), (a, b) -> a.state().compareTo(b.state()) <= 0 ? a : b);
        }
        reports.forEach((node, report) -> byNode.computeIfPresent(
                node, (name, facts) -> facts.state() == AgentFacts.State.READY ? AgentDiagnosis.of(report) : facts));
        return byNode;
    }
}
