package io.netwatch.operator.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netwatch.operator.apiserver.ApiFailure.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;

/**
 * Server-side apply: merges what a manager wants into what is there, and drops what it wanted before and no longer does.
 * Source: structured-merge-diff, {@code merge/update.go}.
 */
final class Apply {
    private final Structure structure;
    private final FieldOwner owner;
    private final boolean force;
    private final String now;

    Apply(Structure structure, FieldOwner owner, boolean force, String now) {
        this.structure = structure;
        this.owner = owner;
        this.force = force;
        this.now = now;
    }

    /**
     * The object with the configuration applied, {@code managedFields} included.
     *
     * @param live what is there; an object without fields when there is nothing; not changed
     * @throws ApiFailure 409 when another manager owns a field with another value, and this isn't forced
     */
    ObjectNode to(ObjectNode live, ObjectNode wanted) {
        NavigableMap<String, JsonNode> wantedValues = FieldPaths.of(wanted, structure);
        ManagedFields fields = ManagedFields.of(live);
        settleConflicts(fields, wantedValues, FieldPaths.of(live, structure));

        ObjectNode merged = live.deepCopy();
        mergeObject(merged, wanted, structure);
        NavigableSet<String> owned = fields.ownedByOthersThan(owner);
        owned.addAll(wantedValues.keySet());
        for (String path : fields.ownedBy(owner)) {
            if (!FieldPaths.touches(owned, path)) {
                remove(merged, structure, FieldPaths.elements(path), 0, "", owned);
            }
        }
        fields.set(owner, wantedValues.keySet(), now);
        fields.writeTo(merged);
        return merged;
    }

    private void settleConflicts(ManagedFields fields, Map<String, JsonNode> wanted, Map<String, JsonNode> live) {
        List<Cause> causes = new ArrayList<>();
        for (FieldOwner other : fields.othersThan(owner)) {
            List<String> conflicts = fields.ownedBy(other).stream()
                    .filter(path ->
                            wanted.containsKey(path) && !wanted.get(path).isMissingNode())
                    .filter(path -> !wanted.get(path).equals(live.get(path)))
                    .toList();
            conflicts.forEach(
                    path -> causes.add(new Cause("FieldManagerConflict", FieldPaths.shown(path), other.shown())));
            fields.take(other, conflicts);
        }
        if (!force && !causes.isEmpty()) {
            throw ApiFailure.applyConflict(causes);
        }
    }

    private static void mergeObject(ObjectNode into, ObjectNode from, Structure structure) {
        from.properties().forEach(field -> {
            Structure at = structure.field(field.getKey());
            into.set(field.getKey(), merge(into.get(field.getKey()), field.getValue(), at));
        });
    }

    private static JsonNode merge(JsonNode live, JsonNode wanted, Structure structure) {
        Structure.Merge merge = FieldPaths.merge(wanted, structure);
        if (live instanceof ObjectNode object
                && wanted instanceof ObjectNode from
                && merge == Structure.Merge.GRANULAR) {
            mergeObject(object, from, structure);
            return object;
        }
        if (live instanceof ArrayNode items && merge == Structure.Merge.BY_KEY) {
            wanted.forEach(item -> mergeItem(items, item, structure));
            return items;
        }
        if (live instanceof ArrayNode items && merge == Structure.Merge.SET) {
            wanted.forEach(item -> {
                if (FieldPaths.step(items, structure, "v:" + item).isEmpty()) {
                    items.add(item);
                }
            });
            return items;
        }
        return wanted.deepCopy();
    }

    private static void mergeItem(ArrayNode items, JsonNode item, Structure list) {
        Optional<JsonNode> live = FieldPaths.step(items, list, FieldPaths.key(item, list));
        if (live.isPresent() && live.get() instanceof ObjectNode object && item instanceof ObjectNode from) {
            mergeObject(object, from, list.items());
        } else {
            items.add(item.deepCopy());
        }
    }

    /** Removes the outermost thing on the way to a field in which nobody owns anything. */
    private static void remove(
            JsonNode at, Structure here, List<String> elements, int depth, String path, NavigableSet<String> owned) {
        String element = elements.get(depth);
        Optional<JsonNode> next = FieldPaths.step(at, here, element);
        if (next.isEmpty()) {
            return;
        }
        String below = FieldPaths.join(path, element);
        boolean last = depth == elements.size() - 1;
        boolean droppable = element.startsWith("f:") && !element.equals("f:metadata");
        if (last || (droppable && !FieldPaths.touches(owned, below))) {
            detach(at, element, next.get());
            return;
        }
        Structure inside = element.startsWith("f:") ? here.field(element.substring(2)) : here.items();
        remove(next.get(), inside, elements, depth + 1, below, owned);
    }

    private static void detach(JsonNode parent, String element, JsonNode value) {
        if (parent instanceof ObjectNode object) {
            object.remove(element.substring(2));
        } else if (parent instanceof ArrayNode items) {
            for (int i = 0; i < items.size(); i++) {
                if (items.get(i).equals(value)) {
                    items.remove(i);
                    return;
                }
            }
        }
    }
}
