package io.netwatch.operator.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A CRD version's structural schema: fills defaults, drops unknown fields, checks. CEL rules aren't evaluated. */
record Schema(JsonNode root) {
    private static final String PRESERVE = "x-kubernetes-preserve-unknown-fields";

    Structure structure() {
        return new SchemaStructure(root);
    }

    /** Drops what the schema doesn't know and then fills in defaults, in place. */
    void shape(ObjectNode object) {
        List<String> kept = List.of("apiVersion", "kind", "metadata");
        for (String field : names(object)) {
            JsonNode schema = root.path("properties").path(field);
            if (kept.contains(field)) {
                continue;
            }
            if (!schema.isMissingNode()) {
                prune(object.get(field), schema);
            } else if (!root.path(PRESERVE).asBoolean()) {
                object.remove(field);
            }
        }
        fill(object, root);
    }

    /** Everything that is wrong with an object, in the order of the schema. */
    List<ApiFailure.Cause> check(ObjectNode object) {
        List<ApiFailure.Cause> causes = new ArrayList<>();
        new SchemaCheck(causes).check("", object, root);
        return causes;
    }

    private static void prune(JsonNode value, JsonNode schema) {
        if (value instanceof ArrayNode items) {
            items.forEach(item -> prune(item, schema.path("items")));
        } else if (value instanceof ObjectNode object
                && !schema.path("x-kubernetes-embedded-resource").asBoolean()) {
            for (String field : names(object)) {
                JsonNode known = schema.path("properties").path(field);
                JsonNode additional = schema.path("additionalProperties");
                if (!known.isMissingNode()) {
                    prune(object.get(field), known);
                } else if (additional.isObject()) {
                    prune(object.get(field), additional);
                } else if (!additional.asBoolean() && !schema.path(PRESERVE).asBoolean()) {
                    object.remove(field);
                }
            }
        }
    }

    private static void fill(JsonNode value, JsonNode schema) {
        if (value instanceof ArrayNode items) {
            items.forEach(item -> fill(item, schema.path("items")));
        } else if (value instanceof ObjectNode object) {
            for (String field : names(schema.path("properties"))) {
                fillField(object, field, schema.path("properties").path(field));
            }
            JsonNode additional = schema.path("additionalProperties");
            if (additional.isObject()) {
                object.forEach(item -> fill(item, additional));
            }
        }
    }

    private static void fillField(ObjectNode object, String field, JsonNode schema) {
        JsonNode value = object.get(field);
        boolean refusedNull =
                value != null && value.isNull() && !schema.path("nullable").asBoolean();
        if (refusedNull) {
            object.remove(field);
        }
        if ((value == null || refusedNull) && schema.has("default")) {
            object.set(field, schema.get("default").deepCopy());
        }
        if (object.has(field)) {
            fill(object.get(field), schema);
        }
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private record SchemaStructure(JsonNode schema) implements Structure {
        @Override
        public Merge merge() {
            if (schema.isMissingNode()) {
                return Merge.GRANULAR;
            }
            if (schema.path("type").asText().equals("array")) {
                return switch (schema.path("x-kubernetes-list-type").asText()) {
                    case "map" -> Merge.BY_KEY;
                    case "set" -> Merge.SET;
                    default -> Merge.ATOMIC;
                };
            }
            return schema.path("x-kubernetes-map-type").asText().equals("atomic") ? Merge.ATOMIC : Merge.GRANULAR;
        }

        @Override
        public Structure field(String name) {
            if (name.equals("metadata") && schema.path("properties").has("apiVersion")) {
                return BuiltInStructure.ROOT.field(name);
            }
            JsonNode known = schema.path("properties").path(name);
            return new SchemaStructure(known.isMissingNode() ? schema.path("additionalProperties") : known);
        }

        @Override
        public Structure items() {
            return new SchemaStructure(schema.path("items"));
        }

        @Override
        public List<String> keys() {
            List<String> keys = new ArrayList<>();
            schema.path("x-kubernetes-list-map-keys").forEach(key -> keys.add(key.asText()));
            return keys;
        }

        @Override
        public Optional<JsonNode> keyDefault(String name) {
            return Optional.ofNullable(
                    schema.path("items").path("properties").path(name).get("default"));
        }
    }
}
