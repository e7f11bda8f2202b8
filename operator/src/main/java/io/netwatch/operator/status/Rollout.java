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

/** How far agents are on the nodes of one policy. */
record Rollout(NodeCounts counts, List<NodeFailure> failures) {
    /** A status has to stay small, however many nodes fail. */
    private static final int MAX_REASONS = 10;

    private static final int MAX_NODES = 10;

    static Rollout of(Set<String> nodes, Map<String, AgentFacts> agents) {
        int ready = 0;
        int failed = 0;
        Map<String, Failing> failing = new TreeMap<>();
        for (String node : nodes) { // in order: a policy's nodes are sorted
            AgentFacts agent = agents.getOrDefault(node, AgentFacts.STARTING);
            switch (agent.state()) {
                case READY -> ready++;
                case FAILING -> {
                    failed++;
                    failing.computeIfAbsent(agent.reason(), reason -> new Failing(reason, agent.message()))
                            .add(node);
                }
                case STARTING -> {
                    // counts as neither
                }
            }
        }
        List<NodeFailure> failures = failing.values().stream()
                .sorted(Comparator.comparingInt((Failing f) -> -f.count))
                .limit(MAX_REASONS)
                .map(Failing::asFailure)
                .toList();
        return new Rollout(NodeCounts.of(nodes.size(), ready, failed), failures);
    }

    private static final class Failing {
        private final String reason;
        private final String message;
        private final List<String> nodes = new ArrayList<>();
        private int count;

        Failing(String reason, String message) {
            this.reason = reason;
            this.message = message;
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
