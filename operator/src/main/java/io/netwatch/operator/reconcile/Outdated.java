package io.netwatch.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.util.Set;

/** Policies whose status is not what it should be, as found by the fleet pass. */
final class Outdated<P extends HasMetadata> extends AbstractEventSource<Void, P> {
    Outdated() {
        super(Void.class, "outdated");
    }

    /** Has a policy reconciled; does nothing until the reconciler runs, which looks at all policies when it begins. */
    void tell(String namespace, String name) {
        if (isRunning()) {
            getEventHandler().handleEvent(new Event(new ResourceID(name, namespace)));
        }
    }

    @Override
    public Set<Void> getSecondaryResources(P primary) {
        return Set.of();
    }
}
