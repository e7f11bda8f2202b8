package io.netwatch.operator.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the controller manager does after a deletion: objects whose owners are all gone vanish, and so does what is in a namespace
 * or of a kind that is gone. Changes only queue work; {@link #work} does it, soon but later, as on a real cluster.
 */
final class Collector implements Store.Listener {
    private final Store store;
    private final Types types;
    private final Remover remover;
    private final Writer writer;
    private final Runnable wake;
    private final Map<String, Set<Place>> dependents = new HashMap<>();
    private final Set<String> alive = new HashSet<>();
    private final Set<String> terminating = new LinkedHashSet<>();
    private final Set<String> finishing = new HashSet<>();
    private final Deque<Runnable> queue = new ArrayDeque<>();

    private record Place(ResourceType type, String key) {}

    Collector(Store store, Types types, Remover remover, Writer writer, Runnable wake) {
        this.store = store;
        this.types = types;
        this.remover = remover;
        this.writer = writer;
        this.wake = wake;
    }

    @Override
    public void changed(ResourceType type, Change change) {
        StoredObject after = change.after();
        Place place = new Place(type, after.key());
        change.before().ifPresent(old -> old.owners().forEach(uid -> unlink(uid, place)));
        if (change.deletion()) {
            alive.remove(after.uid());
            dependents.getOrDefault(after.uid(), Set.of()).forEach(each -> later(() -> collect(each)));
            if (type.isDefinition()) {
                Types.served(after.tree()).forEach(gone -> later(() -> empty(gone, "")));
            }
            if (terminating.contains(after.namespace())) {
                finishLater(after.namespace());
            }
            return;
        }
        alive.add(after.uid());
        after.owners()
                .forEach(uid -> dependents
                        .computeIfAbsent(uid, key -> new LinkedHashSet<>())
                        .add(place));
        if (!after.owners().isEmpty() && after.owners().stream().noneMatch(alive::contains)) {
            later(() -> collect(place));
        }
        if (after.deleting()) {
            later(() -> finalizeOwner(place));
        }
        if (type.isNamespace() && after.deleting()) {
            terminating.add(after.name());
            finishLater(after.name());
        }
    }

    /** Does what is queued, and what that queues. */
    void work() {
        for (Runnable next = queue.poll(); next != null; next = queue.poll()) {
            next.run();
        }
    }

    private void later(Runnable job) {
        queue.add(job);
        wake.run();
    }

    private void unlink(String uid, Place place) {
        Set<Place> places = dependents.get(uid);
        if (places != null && places.remove(place) && places.isEmpty()) {
            dependents.remove(uid);
        }
    }

    private void collect(Place place) {
        Optional<StoredObject> found = store.shelf(place.type()).get(place.key());
        found.filter(object -> !object.deleting())
                .filter(object -> object.owners().stream().noneMatch(alive::contains))
                .ifPresent(object -> remover.remove(place.type(), object, Json.object()));
    }

    /** The garbage collector's own finalizers: orphans or deletes what an owner leaves, then lets the owner go. */
    private void finalizeOwner(Place place) {
        Optional<StoredObject> found = store.shelf(place.type()).get(place.key());
        if (found.isEmpty()) {
            return;
        }
        StoredObject owner = found.get();
        ObjectNode tree = owner.tree();
        List<Place> owned = List.copyOf(dependents.getOrDefault(owner.uid(), Set.of()));
        if (drop(tree, "orphan")) {
            owned.forEach(each -> disown(each, owner.uid()));
            writer.commit(place.type(), tree);
        } else if (drop(tree, "foregroundDeletion")) {
            owned.forEach(each -> store.shelf(each.type())
                    .get(each.key())
                    .ifPresent(object -> remover.remove(each.type(), object, Json.object())));
            writer.commit(place.type(), tree);
        }
    }

    private void disown(Place place, String uid) {
        store.shelf(place.type()).get(place.key()).ifPresent(object -> {
            ObjectNode tree = object.tree();
            ArrayNode kept = Json.metadata(tree).putArray("ownerReferences");
            for (JsonNode reference : object.tree().path("metadata").path("ownerReferences")) {
                if (!reference.path("uid").asText().equals(uid)) {
                    kept.add(reference);
                }
            }
            store.put(place.type(), tree);
        });
    }

    private static boolean drop(ObjectNode object, String finalizer) {
        ArrayNode finalizers = Json.metadata(object).withArray("finalizers");
        for (int i = 0; i < finalizers.size(); i++) {
            if (finalizers.get(i).asText().equals(finalizer)) {
                finalizers.remove(i);
                return true;
            }
        }
        return false;
    }

    private void finishLater(String namespace) {
        if (finishing.add(namespace)) {
            later(() -> finish(namespace));
        }
    }

    private void finish(String namespace) {
        finishing.remove(namespace);
        ResourceType namespaces = types.builtIn("", "namespaces");
        Optional<StoredObject> found = store.get(namespaces, "", namespace);
        if (found.isEmpty()) {
            return;
        }
        boolean empty = true;
        for (ResourceType type : List.copyOf(types.all())) {
            if (type.namespaced()) {
                empty(type, namespace);
                empty &= store.shelf(type).in(namespace).isEmpty();
            }
        }
        if (empty && store.get(namespaces, "", namespace).isPresent()) {
            terminating.remove(namespace);
            store.remove(namespaces, found.get().tree());
        }
    }

    private void empty(ResourceType type, String namespace) {
        List.copyOf(store.shelf(type).in(namespace)).stream()
                .filter(object -> !object.deleting())
                .forEach(object -> remover.remove(type, object, Json.object()));
    }
}
