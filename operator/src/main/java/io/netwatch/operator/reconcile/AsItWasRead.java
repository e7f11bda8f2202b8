package io.netwatch.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.Cloner;

/**
 * Gives reconcilers the objects of the cache themselves. A copy by way of JSON, as is usual, would lose why a spec could not be
 * read, and the policy would pass for one that asks for the defaults. Nothing that reconcilers get is ever changed.
 */
final class AsItWasRead implements Cloner {
    @Override
    public <R extends HasMetadata> R clone(R object) {
        return object;
    }
}
