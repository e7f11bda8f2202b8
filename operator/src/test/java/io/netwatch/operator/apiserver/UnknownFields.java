package io.netwatch.operator.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Finds what an object has and its schema doesn't: refused by an apply, and by {@code fieldValidation=Strict}. */
final class UnknownFields {
    private final boolean byKey;
    private final List<String> found = new ArrayList<>();

    private UnknownFields(boolean byKey) {
        this.byKey = byKey;
    }

    /** @param byKey whether list items are named by their keys, as an apply does, or by number */
    static List<String> of(JsonNode object, Schema schema, boolean byKey) {
        UnknownFields unknown = new UnknownFields(byKey);
        object.properties().forEach(field -> {
            JsonNode known = schema.root().path("properties").path(field.getKey());
            boolean common = List.of("apiVersion", "kind", "metadata").contains(field.getKey());
            if (known.isMissingNode() && !common && !preserves(schema.root())) {
                unknown.found.add("." + field.getKey());
            } else if (!common) {
                unknown.walk("." + field.getKey(), field.getValue(), known);
            }
        });
        return unknown.found.stream().sorted().toList();
    }

    private void walk(String path, JsonNode value, JsonNode schema) {
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                walk(path + item(value.get(i), i, schema), value.get(i), schema.path("items"));
            }
            return;
        }
        if (schema.path("x-kubernetes-embedded-resource").asBoolean()) {
            return;
        }
        value.properties().forEach(field -> {
            String below = path + "." + field.getKey();
            JsonNode known = schema.path("properties").path(field.getKey());
            JsonNode rule = known.isMissingNode() ? schema.path("additionalProperties") : known;
            if (rule.isObject()) {
                walk(below, field.getValue(), rule);
            } else if (!rule.asBoolean() && !preserves(schema)) {
                found.add(below);
            }
        });
    }

    private String item(JsonNode item, int index, JsonNode schema) {
        List<String> keys = new ArrayList<>();
        schema.path("x-kubernetes-list-map-keys")
                .forEach(key -> keys.add(key.asText() + "=" + item.path(key.asText())));
        return byKey && !keys.isEmpty() ? "[" + String.join(",", keys) + "]" : "[" + index + "]";
    }

    private static boolean preserves(JsonNode schema) {
        return schema.path("x-kubernetes-preserve-unknown-fields").asBoolean();
    }
}
