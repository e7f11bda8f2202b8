package io.netwatch.operator.status;

import io.netwatch.api.policy.NodeCounts;
import io.netwatch.api.policy.NodeFailure;
import io.netwatch.operator.plan.AgentFacts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How far agents are on the nodes of one policy.
 *
 * @param failures why agents are not ready
 * @param limits what agents that are ready can't do
 */
record Rollout(NodeCounts counts, List<NodeFailure> failures, List<NodeFailure> limits) {
    /** A status has to stay small, however many nodes fail. */
    private static final int MAX_REASONS = 10;

    private static final int MAX_NODES = 10;

    static Rollout of(Set<String> nodes, Map<String, AgentFacts> agents) {
        int ready = 0;
        int failed = 0;
        Map<String, Group> failing = new TreeMap<>();
        Map<String, Group> limited = new TreeMap<>();
        for (String node : nodes) { // in order: a policy's nodes are sorted
            AgentFacts agent = agents.getOrDefault(node, AgentFacts.STARTING);
            switch (agent.state()) {
                case READY -> {
                    ready++;
                    if (agent.reason() != null) {
                        Group.of(agent, limited).add(node);
                    }
                }
                case FAILING -> {
                    failed++;
                    Group.of(agent, failing).add(node);
                }
                case STARTING -> {
                    // counts as neither
                }
            }
        }
        return new Rollout(NodeCounts.of(nodes.size(), ready, failed), largest(failing), largest(limited));
    }

    private static List<NodeFailure> largest(Map<String, Group> groups) {
        return groups.values().stream()
                .sorted(Comparator.comparingInt((Group group) -> -group.count))
                .limit(MAX_REASONS)
                .map(Group::asFailure)
                .toList();
    }

    /** Nodes whose agents have the same reason. */
    private static final class Group {
        private final String reason;
        private final String message;
        private final List<String> nodes = new ArrayList<>();
        private int count;

        private Group(String reason, String message) {
            this.reason = reason;
            this.message = message;
        }

        static Group of(AgentFacts agent, Map<String, Group> groups) {
            return groups.computeIfAbsent(agent.reason(), reason -> new Group(reason, agent.message()));
        }

        void add(String node) {
            count++;
            if (nodes.size() < MAX_NODES) {
                nodes.add(node);
            }
        }

        NodeFailure asFailure() {
            return new NodeFailure(reason, message, count, nodes);
        }
    }
}
