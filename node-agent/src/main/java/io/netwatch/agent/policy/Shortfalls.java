package io.netwatch.agent.policy;

import io.netwatch.api.node.PolicyReport.Unmet;
import io.netwatch.api.policy.Limits;
import io.netwatch.api.policy.PolicySpec;
import java.util.ArrayList;
import java.util.List;

/** What of a policy this agent can't do, each with a sentence that says what to do about it. */
final class Shortfalls {
    private Shortfalls() {}

    /** What can be told from a valid spec alone. */
    static List<Unmet> of(PolicySpec spec, int agentConnections) {
        List<Unmet> unmet = new ArrayList<>();
        int connections = spec.limits() == null
                ? Limits.DEFAULT_CONNECTIONS
                : spec.limits().connections();
        if (connections > agentConnections) {
            unmet.add(new Unmet(
                    "LimitsBeyondAgent",
                    "spec.limits.connections of " + connections + " is more than the " + agentConnections
                            + " that an agent keeps in all; lower it, or start agents with a larger --connections"));
        }
        return List.copyOf(unmet);
    }

    static Unmet tooManyPolicies(int pods) {
        return new Unmet(
                "TooManyPolicies",
                "on " + pods + " of this node's pods more than " + CgroupSelection.MAX_RULES
                        + " policies meet, and this one comes after those; make fewer policies select the same pods");
    }

    static Unmet verdictsFull(int cgroups) {
        return new Unmet(
                "VerdictsFull",
                "the kernel's table of what to watch has no room for " + cgroups
                        + " cgroups; they are watched in full and sorted out by the agent, which costs more CPU:"
                        + " run fewer containers on this node");
    }

    static Unmet labelsUnknown() {
        return new Unmet(
                "LabelsUnknown",
                "the labels of namespaces and of this node are not known yet, as the operator has not told of them,"
                        + " so the policy's selectors select nothing there; see that the operator runs and that agents"
                        + " reach it");
    }
}
