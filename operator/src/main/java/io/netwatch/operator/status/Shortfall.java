package io.netwatch.operator.status;

import io.netwatch.api.node.PolicyReport;
import io.netwatch.api.policy.NodeFailure;
import io.netwatch.operator.plan.Finding;
import io.netwatch.operator.plan.PolicyPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What agents say that they can't do of a policy's present spec, for its condition. */
final class Shortfall {
    /** What a condition's reason may be (metav1.Condition); an agent's word is not taken for it. */
    private static final Pattern REASON = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,63}");

    private static final String OTHER_REASON = "AgentLimited";
    private static final int MAX_MESSAGE = 512;

    /** How much a budget leaves, as agents tell it, and what that means for a policy. */
    private static final Map<String, String> RUNGS = Map.of(
            "sampled", "only a sample of the events is told",
            "totals", "only totals are kept, no single events",
            "detached", "nothing is watched");

    private Shortfall() {}

    /** The most frequent first, then what the budget costs; an older generation's reports say nothing of this one. */
    static List<Finding> of(PolicyPlan plan, Map<String, PolicyReport> reports) {
        NodeGroups unmet = new NodeGroups();
        NodeGroups rungs = new NodeGroups();
        for (String node : plan.nodes()) {
            PolicyReport report = reports.get(node);
            if (report != null && report.generation() == plan.generation()) {
                report.unmet().forEach(each -> unmet.add(reason(each.reason()), cut(each.message()), node));
                if (report.detail() != null && RUNGS.containsKey(report.detail())) {
                    rungs.add(report.detail(), RUNGS.get(report.detail()), node);
                }
            }
        }
        List<Finding> findings = new ArrayList<>();
        for (NodeFailure group : unmet.largest()) {
            findings.add(new Finding(group.reason(), group.message() + " (on " + NodeGroups.nodes(group) + ")"));
        }
        if (!rungs.largest().isEmpty()) {
            findings.add(new Finding("OverBudget", overBudget(rungs.largest())));
        }
        return findings;
    }

    private static String overBudget(List<NodeFailure> rungs) {
        return rungs.stream()
                        .map(rung -> rung.message() + " on " + rung.count()
                                + (rung.count() == 1 ? " node (" : " nodes (") + NodeGroups.nodes(rung) + ")")
                        .collect(Collectors.joining("; "))
                + ", as agents would need more than their budget: raise spec.budget and the chart's"
                + " agent.resources.limits, or select fewer pods or events";
    }

    /** A word as a reason. */
    static String reason(String told) {
        return told != null && REASON.matcher(told).matches() ? told : OTHER_REASON;
    }

    /** A sentence of an agent, as one line that is not too long. */
    static String cut(String message) {
        String line = message == null
                ? "the agent does not say what"
                : message.strip().replaceAll("[\\s\\p{Cntrl}]+", " ");
        return line.length() > MAX_MESSAGE ? line.substring(0, MAX_MESSAGE - 3) + "..." : line;
    }
}
