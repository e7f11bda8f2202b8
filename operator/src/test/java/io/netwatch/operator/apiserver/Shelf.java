package io.netwatch.operator.apiserver;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The objects of one kind by key, what happened to them lately, and who watches. */
final class Shelf {
    /** Changes that are kept for watchers which come back; a real server's watch cache also starts to forget in the thousands. */
    private static final int HISTORY = 5_000;

    private final NavigableMap<String, StoredObject> objects = new TreeMap<>();
    private final Deque<Change> history = new ArrayDeque<>();
    private final Set<Watcher> watchers = new LinkedHashSet<>();
    private long forgotten;

    Optional<StoredObject> get(String key) {
        return Optional.ofNullable(objects.get(key));
    }

    /** In the order of keys. */
    Collection<StoredObject> in(String namespace) {
        return namespace.isEmpty()
                ? objects.values()
                : objects.subMap(namespace + "/", namespace + "0").values();
    }

    /** All whose key comes after one, in the order of keys. */
    Collection<StoredObject> after(String key) {
        return objects.tailMap(key, false).values();
    }

    void record(Change change) {
        if (change.deletion()) {
            objects.remove(change.after().key());
        } else {
            objects.put(change.after().key(), change.after());
        }
        history.addLast(change);
        if (history.size() > HISTORY) {
            forgotten = history.removeFirst().version();
        }
        for (Watcher watcher : List.copyOf(watchers)) {
            watcher.see(change);
        }
    }

    /** Whether changes after this version are no longer all known. */
    boolean hasForgotten(long version) {
        return version < forgotten;
    }

    List<Change> since(long version) {
        return history.stream().filter(change -> change.version() > version).toList();
    }

    void forget(long version) {
        history.clear();
        forgotten = version;
    }

    Set<Watcher> watchers() {
        return watchers;
    }
}
