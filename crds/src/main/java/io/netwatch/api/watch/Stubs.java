package io.netwatch.api.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.function.Supplier;

/** An informer's store that keeps of each object what the informer itself needs, and who it was once it is gone. */
public final class Stubs<T extends HasMetadata> extends BasicItemStore<T> {
    private final Supplier<T> empty;

    /** @param empty makes an object without anything in it */
    public Stubs(Supplier<T> empty) {
        super(Cache::metaNamespaceKeyFunc);
        this.empty = empty;
    }

    @Override
    public T put(String key, T object) {
        ObjectMeta metadata = object.getMetadata();
        T stub = empty.get();
        stub.setMetadata(new ObjectMetaBuilder()
                .withNamespace(metadata.getNamespace())
                .withName(metadata.getName())
                .withUid(metadata.getUid())
                .withResourceVersion(metadata.getResourceVersion())
                .build());
        return super.put(key, stub);
    }

    @Override
    public boolean isFullState() {
        return false;
    }
}
