package io.netwatch.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What is kept of each object of a watch. Written by the informer's thread, read by any; tells when what is kept changed, and
 * only then.
 *
 * @param <T> kind of the objects
 * @param <F> what is kept of one; its equality decides on changes
 */
class Facts<T extends HasMetadata, F> implements ResourceEventHandler<T> {
    private static final String CLUSTER = "";

    private final Map<String, Map<String, F>> namespaces = new ConcurrentHashMap<>();
    private final Function<T, F> keep;
    private final Runnable changed;

    /**
     * @param keep what to keep; null for nothing
     * @param changed called after each change
     */
    Facts(Function<T, F> keep, Runnable changed) {
        this.keep = keep;
        this.changed = changed;
    }

    F get(String namespace, String name) {
        return of(namespace).get(name);
    }

    /** Of one namespace, by name; a view that changes under way. Null is where objects without namespace are. */
    Map<String, F> of(String namespace) {
        return namespaces.getOrDefault(namespace == null ? CLUSTER : namespace, Map.of());
    }

    Collection<F> all() {
        List<F> all = new ArrayList<>();
        namespaces.values().forEach(names -> all.addAll(names.values()));
        return all;
    }

    @Override
    public void onAdd(T object) {
        put(object);
    }

    @Override
    public void onUpdate(T before, T object) {
        put(object);
    }

    @Override
    public void onDelete(T object, boolean unknown) {
        remove(object);
    }

    private void put(T object) {
        F kept = keep.apply(object);
        if (kept == null) {
            remove(object);
            return;
        }
        F before = namespaces
                .computeIfAbsent(namespace(object), namespace -> new ConcurrentHashMap<>())
                .put(object.getMetadata().getName(), kept);
        if (!kept.equals(before)) {
            changed.run();
        }
    }

    private void remove(T object) {
        Map<String, F> names = namespaces.get(namespace(object));
        if (names != null && names.remove(object.getMetadata().getName()) != null) {
            if (names.isEmpty()) {
                // one thread writes, so nothing is put in between; a namespace that is gone leaves nothing behind
                namespaces.remove(namespace(object));
            }
            changed.run();
        }
    }

    private static String namespace(HasMetadata object) {
        String namespace = object.getMetadata().getNamespace();
        return namespace == null ? CLUSTER : namespace;
    }
}
