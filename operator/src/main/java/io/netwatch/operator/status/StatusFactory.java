package io.netwatch.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.netwatch.api.node.PolicyReport;
import io.netwatch.api.policy.NodeCounts;
import io.netwatch.api.policy.NodeFailure;
import io.netwatch.api.policy.PolicyStatus;
import io.netwatch.operator.plan.AgentFacts;
import io.netwatch.operator.plan.Finding;
import io.netwatch.operator.plan.PolicyPlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes the status of a policy. */
public final class StatusFactory {
    /** The spec can be followed. */
    public static final String ACCEPTED = "Accepted";

    /** It is followed, on every node concerned. */
    public static final String READY = "Ready";

    /** Some of it is not followed. */
    public static final String DEGRADED = "Degraded";

    private StatusFactory() {}

    /**
     * The status as it should be. It equals the last one when nothing of it changed.
     *
     * @param plan what is to become of the policy
     * @param elsewhere what it can't have because of other policies
     * @param agents what agents are doing, by node
     * @param reports what agents told last of this policy, by node
     * @param last the status as it is; null when there is none
     * @param now goes into conditions that change
     */
    public static PolicyStatus of(
            PolicyPlan plan,
            List<Finding> elsewhere,
            Map<String, AgentFacts> agents,
            Map<String, PolicyReport> reports,
            PolicyStatus last,
            Instant now) {
        Rollout rollout = Rollout.of(plan.nodes(), agents);
        Conditions conditions = new Conditions(plan.generation(), last, now);
        List<Condition> all = List.of(
                accepted(plan, conditions),
                ready(plan, rollout, conditions),
                degraded(plan, elsewhere, rollout, reports, last, conditions));
        boolean active = plan.isActive();
        Told told = active ? Told.of(reports.values(), last) : Told.NOTHING;
        return new PolicyStatus(
                plan.generation(),
                all,
                plan.rejected() == null ? plan.matchedPods() : null,
                active ? rollout.counts() : null,
                active ? rollout.failures() : List.of(),
                told.eventsPerSecond(),
                told.lostEvents(),
                Uploads.lastTime(active ? reports.values() : List.of(), last, now));
    }

    private static Condition accepted(PolicyPlan plan, Conditions conditions) {
        return plan.rejected() == null
                ? conditions.is(ACCEPTED, true, "Accepted", "the spec can be followed")
                : conditions.is(ACCEPTED, false, plan.rejected());
    }

    private static Condition ready(PolicyPlan plan, Rollout rollout, Conditions conditions) {
        if (plan.rejected() != null) {
            return conditions.is(READY, false, "NotAccepted", "the spec can't be followed; see condition Accepted");
        }
        if (plan.inactive() != null) {
            return conditions.is(READY, false, plan.inactive());
        }
        NodeCounts counts = rollout.counts();
        if (counts.failed() > 0) {
            return conditions.is(READY, false, "AgentsFailing", failing(rollout));
        }
        if (counts.ready() < counts.desired()) {
            return conditions.is(
                    READY,
                    false,
                    "RollingOut",
                    "agents are ready on " + counts.summary() + " nodes, others on their way");
        }
        return conditions.is(
                READY,
                true,
                "Watching",
                counts.desired() == 0
                        ? "nothing to watch on any node"
                        : "agents are ready on all " + counts.desired() + " nodes");
    }

    private static String failing(Rollout rollout) {
        NodeCounts counts = rollout.counts();
        return "agents fail on " + counts.failed() + " of " + counts.desired() + " nodes: " + all(rollout.failures());
    }

    private static String all(List<NodeFailure> groups) {
        return groups.stream().map(StatusFactory::describe).collect(Collectors.joining("; "));
    }

    private static String describe(NodeFailure failure) {
        return failure.reason() + " on " + NodeGroups.nodes(failure)
                + (failure.message() == null ? "" : " (" + failure.message() + ")");
    }

    private static Condition degraded(
            PolicyPlan plan,
            List<Finding> elsewhere,
            Rollout rollout,
            Map<String, PolicyReport> reports,
            PolicyStatus last,
            Conditions conditions) {
        List<Finding> findings = new ArrayList<>(plan.degraded());
        findings.addAll(Uploads.with(elsewhere, plan, reports, last));
        if (!rollout.limits().isEmpty()) {
            findings.add(new Finding(
                    "PolledOnly",
                    "some agents only poll /proc, which misses connections shorter than a poll: "
                            + all(rollout.limits())));
        }
        findings.addAll(Shortfall.of(plan, reports));
        if (findings.isEmpty() || !plan.isActive()) {
            return conditions.is(DEGRADED, false, "AsAsked", "nothing of the spec is left out");
        }
        return conditions.is(
                DEGRADED,
                true,
                findings.get(0).reason(),
                findings.stream().map(Finding::message).collect(Collectors.joining("; ")));
    }
}
