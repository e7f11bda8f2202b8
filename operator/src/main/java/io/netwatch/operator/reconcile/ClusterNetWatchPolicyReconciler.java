package io.netwatch.operator.reconcile;

import io.netwatch.api.policy.ClusterNetWatchPolicy;
import java.util.function.BooleanSupplier;

/** Writes the status of policies of the cluster. */
final class ClusterNetWatchPolicyReconciler extends PolicyReconciler<ClusterNetWatchPolicy> {
    ClusterNetWatchPolicyReconciler(BooleanSupplier known, Fleet fleet, PolicyEvents events, Runnable changed) {
        super(ClusterNetWatchPolicy::new, known, fleet, events, changed);
    }
}
