package io.netwatch.operator.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All objects, with one counter of versions. Not thread-safe: {@link TestApiServer} lets one thread in at a time. */
final class Store {
    private final Map<String, Shelf> shelves = new HashMap<>();
    private final List<Listener> listeners = new ArrayList<>();
    private long version = 1;

    /** Told of each change after it has happened. */
    interface Listener {
        void changed(ResourceType type, Change change);
    }

    void listen(Listener listener) {
        listeners.add(listener);
    }

    long version() {
        return version;
    }

    Shelf shelf(ResourceType type) {
        return shelves.computeIfAbsent(EventForms.storageKey(type), key -> new Shelf());
    }

    Optional<StoredObject> get(ResourceType type, String namespace, String name) {
        return shelf(type).get(type.key(namespace, name));
    }

    /** Stores an object as the newest of its key, and gives it its version. */
    StoredObject put(ResourceType type, ObjectNode object) {
        Json.metadata(object).put("resourceVersion", Long.toString(++version));
        StoredObject after = StoredObject.of(type, object, version);
        record(type, new Change(shelf(type).get(after.key()), after, false));
        return after;
    }

    StoredObject remove(ResourceType type, ObjectNode last) {
        Json.metadata(last).put("resourceVersion", Long.toString(++version));
        StoredObject after = StoredObject.of(type, last, version);
        record(type, new Change(shelf(type).get(after.key()), after, true));
        return after;
    }

    private void record(ResourceType type, Change change) {
        shelf(type).record(change);
        listeners.forEach(listener -> listener.changed(type, change));
    }

    /** From here on a watch or a continued list from an older version is answered 410. */
    void forgetHistory() {
        shelves.values().forEach(shelf -> shelf.forget(version));
    }

    List<Watcher> watchers() {
        return shelves.values().stream()
                .flatMap(shelf -> shelf.watchers().stream())
                .toList();
    }

    void bookmark() {
        watchers().forEach(watcher -> watcher.bookmark(version, false));
    }
}
