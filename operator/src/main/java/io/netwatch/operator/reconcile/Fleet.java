package io.netwatch.operator.reconcile;

import io.netwatch.api.policy.Policy;
import io.netwatch.api.policy.PolicyStatus;
import io.netwatch.operator.plan.AgentFacts;
import io.netwatch.operator.plan.ClusterFacts;
import io.netwatch.operator.plan.FleetPlan;
import io.netwatch.operator.plan.FleetPlanner;
import io.netwatch.operator.plan.PolicyKey;
import io.netwatch.operator.plan.PolicyPlan;
import io.netwatch.operator.plan.PolicyPlanner;
import io.netwatch.operator.status.StatusFactory;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** What is decided of all policies at one moment, and the status that follows for each. Holds no threads; any may ask. */
final class Fleet {
    private static final FleetPlan NONE = new FleetPlan(false, List.of(), List.of(), Map.of());

    private final PolicyPlanner policyPlanner;
    private final FleetPlanner fleetPlanner;
    private final ClusterFacts facts;
    private final Clock clock;
    private volatile FleetPlan plan = NONE;
    private volatile int policies;
    private volatile int active;

    Fleet(PolicyPlanner policyPlanner, FleetPlanner fleetPlanner, ClusterFacts facts, Clock clock) {
        this.policyPlanner = policyPlanner;
        this.fleetPlanner = fleetPlanner;
        this.facts = facts;
        this.clock = clock;
    }

    /**
     * What all policies together need, and which of them have a status that is not what it should be.
     *
     * @param plan the need
     * @param outdated policies whose status is to be written
     */
    record Decision(FleetPlan plan, List<PolicyKey> outdated) {}

    /** Looks at all policies. */
    Decision decide(Collection<Policy> policies) {
        Instant now = clock.instant();
        List<PolicyPlan> plans = policies.stream()
                .map(policy -> policyPlanner.plan(policy, facts, now))
                .toList();
        FleetPlan fleet = fleetPlanner.plan(plans);
        plan = fleet;
        this.policies = plans.size();
        active = (int) plans.stream().filter(PolicyPlan::isActive).count();
        Map<String, AgentFacts> agents = facts.agents();
        List<PolicyKey> outdated = new ArrayList<>();
        Iterator<PolicyPlan> itsPlan = plans.iterator();
        for (Policy policy : policies) { // never in a map: the hash of a quantity that can't be read is an exception
            PolicyPlan plan = itsPlan.next();
            if (!status(policy, plan, agents, now).equals(policy.getStatus())) {
                outdated.add(plan.key());
            }
        }
        return new Decision(fleet, outdated);
    }

    /** How many policies there were when last looked. */
    int policies() {
        return policies;
    }

    /** How many of them are followed. */
    int activePolicies() {
        return active;
    }

    /** The status that a policy should have; equal to the one that it has when nothing changed. */
    PolicyStatus statusOf(Policy policy) {
        Instant now = clock.instant();
        return status(policy, policyPlanner.plan(policy, facts, now), facts.agents(), now);
    }

    private PolicyStatus status(Policy policy, PolicyPlan itsPlan, Map<String, AgentFacts> agents, Instant now) {
        return StatusFactory.of(
                itsPlan,
                plan.findings().getOrDefault(itsPlan.key(), List.of()),
                agents,
                facts.reports(itsPlan.uid()),
                policy.getStatus(),
                now);
    }
}
