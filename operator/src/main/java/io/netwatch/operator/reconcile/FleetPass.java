package io.netwatch.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.netwatch.api.policy.Policy;
import io.netwatch.operator.plan.PolicyKey;
import io.netwatch.operator.resource.AgentObjects;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Looks at all policies, decides what should run, makes it so, and has each status looked at that is not as it should be. */
final class FleetPass implements Runnable {
    private final Supplier<Collection<Policy>> policies;
    private final Fleet fleet;
    private final AgentObjects objects;
    private final OwnedObjects owned;
    private final Consumer<PolicyKey> outdated;

    FleetPass(
            Supplier<Collection<Policy>> policies,
            Fleet fleet,
            AgentObjects objects,
            OwnedObjects owned,
            Consumer<PolicyKey> outdated) {
        this.policies = policies;
        this.fleet = fleet;
        this.objects = objects;
        this.owned = owned;
        this.outdated = outdated;
    }

    @Override
    public void run() {
        Fleet.Decision decision = fleet.decide(policies.get());
        decision.outdated()
                .forEach(outdated); // first: a status is told also while the agents can't be brought up to date
        Collection<HasMetadata> desired = objects.desired(decision.plan());
        owned.converge(desired);
    }
}
