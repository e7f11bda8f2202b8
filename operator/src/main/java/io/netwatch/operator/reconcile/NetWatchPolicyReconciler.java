package io.netwatch.operator.reconcile;

import io.netwatch.api.policy.NetWatchPolicy;
import java.util.function.BooleanSupplier;

/** Writes the status of policies of namespaces. */
final class NetWatchPolicyReconciler extends PolicyReconciler<NetWatchPolicy> {
    NetWatchPolicyReconciler(BooleanSupplier known, Fleet fleet, PolicyEvents events, Runnable changed) {
        super(NetWatchPolicy::new, known, fleet, events, changed);
    }
}
