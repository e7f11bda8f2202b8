package io.netwatch.operator.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** JSON merge patch (RFC 7396) and strategic merge patch, which also merges lists by their first key. */
final class Patches {
    private static final String DIRECTIVE = "$patch";

    private Patches() {}

    static ObjectNode merge(ObjectNode target, ObjectNode patch) {
        patch.properties().forEach(field -> {
            JsonNode value = field.getValue();
            JsonNode live = target.get(field.getKey());
            if (value.isNull()) {
                target.remove(field.getKey());
            } else if (value instanceof ObjectNode object) {
                ObjectNode into = live instanceof ObjectNode there ? there : Json.object();
                target.set(field.getKey(), merge(into, object));
            } else {
                target.set(field.getKey(), value);
            }
        });
        return target;
    }

    static ObjectNode strategic(ObjectNode target, ObjectNode patch, Structure structure) {
        if (patch.path(DIRECTIVE).asText().equals("replace")) {
            ObjectNode replacement = patch.deepCopy();
            replacement.remove(DIRECTIVE);
            return replacement;
        }
        patch.properties().forEach(field -> {
            String name = field.getKey();
            JsonNode value = field.getValue();
            if (name.startsWith("$deleteFromPrimitiveList/")) {
                deleteFrom(target.get(name.substring(name.indexOf('/') + 1)), value);
            } else if (value.isNull() || value.path(DIRECTIVE).asText().equals("delete")) {
                target.remove(name);
            } else if (!name.startsWith("$")) {
                target.set(name, strategicValue(target.get(name), value, structure.field(name)));
            }
        });
        return target;
    }

    private static JsonNode strategicValue(JsonNode live, JsonNode value, Structure structure) {
        if (value instanceof ObjectNode object) {
            return strategic(live instanceof ObjectNode there ? there : Json.object(), object, structure);
        }
        boolean byKey = structure.merge() == Structure.Merge.BY_KEY;
        if (live instanceof ArrayNode items && value instanceof ArrayNode patch && byKey) {
            strategicItems(items, patch, structure);
            return items;
        }
        return structure.merge() == Structure.Merge.SET && live instanceof ArrayNode items
                ? union(items, value)
                : value;
    }

    private static void strategicItems(ArrayNode items, ArrayNode patch, Structure structure) {
        String key = structure.keys().get(0);
        for (JsonNode item : patch) {
            Optional<Integer> at = indexOf(items, key, item.path(key));
            boolean delete = item.path(DIRECTIVE).asText().equals("delete");
            if (delete) {
                at.ifPresent(items::remove);
            } else if (at.isPresent() && items.get(at.get()) instanceof ObjectNode there) {
                items.set(at.get(), strategic(there, (ObjectNode) item, structure.items()));
            } else {
                items.add(item);
            }
        }
    }

    private static Optional<Integer> indexOf(ArrayNode items, String key, JsonNode value) {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).path(key).equals(value)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    private static ArrayNode union(ArrayNode items, JsonNode more) {
        List<JsonNode> known = new ArrayList<>();
        items.forEach(known::add);
        more.forEach(item -> {
            if (!known.contains(item)) {
                items.add(item);
            }
        });
        return items;
    }

    private static void deleteFrom(JsonNode list, JsonNode values) {
        if (list instanceof ArrayNode items) {
            for (JsonNode value : values) {
                for (int i = items.size() - 1; i >= 0; i--) {
                    if (items.get(i).equals(value)) {
                        items.remove(i);
                    }
                }
            }
        }
    }
}
