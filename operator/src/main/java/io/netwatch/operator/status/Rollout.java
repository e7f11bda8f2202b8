package io.netwatch.operator.status;

import io.netwatch.api.policy.NodeCounts;
import io.netwatch.api.policy.NodeFailure;
import io.netwatch.operator.plan.AgentFacts;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How far agents are on the nodes of one policy.
 *
 * @param failures why agents are not ready
 * @param limits what agents that are ready can't do
 */
record Rollout(NodeCounts counts, List<NodeFailure> failures, List<NodeFailure> limits) {
    static Rollout of(Set<String> nodes, Map<String, AgentFacts> agents) {
        int ready = 0;
        int failed = 0;
        NodeGroups failing = new NodeGroups();
        NodeGroups limited = new NodeGroups();
        for (String node : nodes) { // in order: a policy's nodes are sorted
            AgentFacts agent = agents.getOrDefault(node, AgentFacts.STARTING);
            switch (agent.state()) {
                case READY -> {
                    ready++;
                    if (agent.reason() != null) {
                        limited.add(agent.reason(), agent.message(), node);
                    }
                }
                case FAILING -> {
                    failed++;
                    failing.add(agent.reason(), agent.message(), node);
                }
                case STARTING -> {
                    // counts as neither
                }
            }
        }
        return new Rollout(NodeCounts.of(nodes.size(), ready, failed), failing.largest(), limited.largest());
    }
}
