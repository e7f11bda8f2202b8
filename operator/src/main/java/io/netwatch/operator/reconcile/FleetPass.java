package io.netwatch.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.netwatch.api.policy.Policy;
import io.netwatch.operator.plan.PolicyKey;
import io.netwatch.operator.resource.AgentObjects;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Looks at all policies, decides what should run, makes it so, and has each status looked at that is not as it should be. */
final class FleetPass implements Runnable {
    private final Supplier<Collection<Policy>> policies;
    private final Fleet fleet;
    private final AgentObjects objects;
    private final Supplier<List<HasMetadata>> certificates;
    private final boolean standing;
    private final OwnedObjects owned;
    private final Consumer<PolicyKey> outdated;

    /**
     * @param certificates Secrets that agents need, the authority's first
     * @param standing whether the authority stays while no policy needs agents, as the operator's own port needs it
     */
    FleetPass(
            Supplier<Collection<Policy>> policies,
            Fleet fleet,
            AgentObjects objects,
            Supplier<List<HasMetadata>> certificates,
            boolean standing,
            OwnedObjects owned,
            Consumer<PolicyKey> outdated) {
        this.policies = policies;
        this.fleet = fleet;
        this.objects = objects;
        this.certificates = certificates;
        this.standing = standing;
        this.owned = owned;
        this.outdated = outdated;
    }

    @Override
    public void run() {
        Fleet.Decision decision = fleet.decide(policies.get());
        decision.outdated()
                .forEach(outdated); // first: a status is told also while the agents can't be brought up to date
        List<HasMetadata> desired = new ArrayList<>();
        if (decision.plan().needed()) {
            desired.addAll(certificates.get());
            desired.addAll(objects.desired(decision.plan()));
        } else if (standing) {
            desired.add(certificates.get().get(0));
        }
        owned.converge(desired);
    }
}
