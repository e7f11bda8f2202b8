package io.netwatch.operator.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/** Who owns which fields of an object, and since when. */
final class ManagedFields {
    private final Map<FieldOwner, Owned> owners = new LinkedHashMap<>();

    private record Owned(NavigableSet<String> paths, String since) {}

    static ManagedFields of(JsonNode object) {
        ManagedFields fields = new ManagedFields();
        for (JsonNode entry : object.path("metadata").path("managedFields")) {
            NavigableSet<String> paths = FieldPaths.fromFieldsV1(entry.path("fieldsV1"));
            fields.owners.put(
                    FieldOwner.of(entry), new Owned(paths, entry.path("time").asText()));
        }
        return fields;
    }

    NavigableSet<String> ownedBy(FieldOwner owner) {
        Owned owned = owners.get(owner);
        return owned == null ? new TreeSet<>() : owned.paths();
    }

    List<FieldOwner> othersThan(FieldOwner owner) {
        return owners.keySet().stream().filter(other -> !other.equals(owner)).toList();
    }

    NavigableSet<String> ownedByOthersThan(FieldOwner owner) {
        TreeSet<String> all = new TreeSet<>();
        othersThan(owner).forEach(other -> all.addAll(ownedBy(other)));
        return all;
    }

    void take(FieldOwner from, Collection<String> paths) {
        ownedBy(from).removeAll(paths);
    }

    /** A manager owns exactly these; the time stays when nothing changed. */
    void set(FieldOwner owner, Set<String> paths, String now) {
        Owned before = owners.get(owner);
        if (before == null || !before.paths().equals(paths)) {
            owners.put(owner, new Owned(new TreeSet<>(paths), now));
        }
    }

    /** A write that isn't an apply: its manager owns what it changed, nobody else does. */
    void written(FieldOwner owner, ObjectNode before, ObjectNode after, Structure structure, String now) {
        NavigableMap<String, JsonNode> old = FieldPaths.of(before, structure);
        NavigableMap<String, JsonNode> young = FieldPaths.of(after, structure);
        TreeSet<String> changed = new TreeSet<>();
        young.forEach((path, value) -> {
            if (!value.equals(old.get(path))) {
                changed.add(path);
            }
        });
        changed.removeIf(path -> young.get(path).isMissingNode() && old.containsKey(path));
        TreeSet<String> gone = new TreeSet<>(old.keySet());
        gone.removeAll(young.keySet());
        owners.forEach((other, owned) -> {
            owned.paths().removeAll(gone);
            if (!other.equals(owner)) {
                owned.paths().removeAll(changed);
            }
        });
        if (!changed.isEmpty()) {
            TreeSet<String> mine = new TreeSet<>(ownedBy(owner));
            mine.addAll(changed);
            set(owner, mine, now);
        }
    }

    void writeTo(ObjectNode object) {
        owners.values().removeIf(owned -> owned.paths().isEmpty());
        ObjectNode metadata = Json.metadata(object);
        if (owners.isEmpty()) {
            metadata.remove("managedFields");
            return;
        }
        ArrayNode entries = metadata.putArray("managedFields");
        Comparator<Map.Entry<FieldOwner, Owned>> order = Comparator.<Map.Entry<FieldOwner, Owned>, Boolean>comparing(
                        each -> !each.getKey().applies())
                .thenComparing(each -> each.getValue().since())
                .thenComparing(each -> each.getKey().name());
        owners.entrySet().stream()
                .sorted(order)
                .forEach(each -> entries.add(each.getKey()
                        .entry(
                                each.getValue().since(),
                                FieldPaths.toFieldsV1(each.getValue().paths()))));
    }
}
