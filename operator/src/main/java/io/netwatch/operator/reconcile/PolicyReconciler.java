package io.netwatch.operator.reconcile;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.netwatch.api.policy.Policy;
import io.netwatch.api.policy.PolicySpec;
import io.netwatch.api.policy.PolicyStatus;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Writes the status of the policies of one kind, when it is not as it should be. What should run is the fleet pass's to
 * decide, which this asks for whenever a policy changes or goes; a policy needs no finalizer for that.
 */
abstract sealed class PolicyReconciler<P extends CustomResource<? extends PolicySpec, PolicyStatus> & Policy>
        implements Reconciler<P> permits NetWatchPolicyReconciler, ClusterNetWatchPolicyReconciler {
    private final Outdated<P> outdated = new Outdated<>();
    private final Supplier<P> empty;
    private final BooleanSupplier known;
    private final Fleet fleet;
    private final PolicyEvents events;
    private final Runnable changed;
    private IndexerResourceCache<P> policies;

    /**
     * @param empty makes a policy without anything in it
     * @param known whether enough is known of the cluster to say anything; what is left unsaid before, the first pass brings up
     * @param changed called when a policy changed or is gone
     */
    PolicyReconciler(Supplier<P> empty, BooleanSupplier known, Fleet fleet, PolicyEvents events, Runnable changed) {
        this.empty = empty;
        this.known = known;
        this.fleet = fleet;
        this.events = events;
        this.changed = changed;
    }

    @Override
    public List<EventSource<?, P>> prepareEventSources(EventSourceContext<P> context) {
        policies = context.getPrimaryCache();
        return List.of(outdated);
    }

    /** All policies of this kind, as last seen. */
    Stream<P> policies() {
        return policies == null ? Stream.empty() : policies.list();
    }

    /** Has the status of a policy looked at. */
    void outdated(String namespace, String name) {
        outdated.tell(namespace, name);
    }

    @Override
    public UpdateControl<P> reconcile(P policy, Context<P> context) {
        if (context.isPrimaryResourceDeleted()) {
            changed.run();
            return UpdateControl.noUpdate();
        }
        if (isNew(policy)) {
            changed.run();
        }
        if (!known.getAsBoolean()) {
            return UpdateControl.noUpdate();
        }
        PolicyStatus status = fleet.statusOf(policy);
        if (status.equals(policy.getStatus())) {
            return UpdateControl.noUpdate();
        }
        events.tell(policy, policy.getStatus(), status);
        return UpdateControl.patchStatus(statusAlone(policy, status));
    }

    /** Whether the spec is one that no status is about yet. */
    private boolean isNew(P policy) {
        PolicyStatus status = policy.getStatus();
        return status == null || !policy.getMetadata().getGeneration().equals(status.observedGeneration());
    }

    /** Never with the spec that was seen: what is applied is owned. */
    private P statusAlone(P policy, PolicyStatus status) {
        P bare = empty.get();
        bare.setMetadata(new ObjectMetaBuilder()
                .withNamespace(policy.getMetadata().getNamespace())
                .withName(policy.getMetadata().getName())
                .build());
        bare.setStatus(status);
        return bare;
    }
}
