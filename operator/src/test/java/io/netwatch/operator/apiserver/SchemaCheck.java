package io.netwatch.operator.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import io.netwatch.operator.apiserver.ApiFailure.Cause;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;

/** Holds a value against a structural schema, and says what is wrong as a kube-apiserver says it. */
final class SchemaCheck {
    private final List<Cause> causes;

    SchemaCheck(List<Cause> causes) {
        this.causes = causes;
    }

    void check(String path, JsonNode value, JsonNode schema) {
        if (value.isNull() && schema.path("nullable").asBoolean()) {
            return;
        }
        if (!typeMatches(value, schema)) {
            String actual = typeOf(value);
            String message = "Invalid value: \"%s\": %s in body must be of type %s: \"%s\""
                    .formatted(actual, path, schema.path("type").asText(), actual);
            causes.add(new Cause("FieldValueTypeInvalid", path, message));
            return;
        }
        checkEnum(path, value, schema);
        if (value.isObject()) {
            checkObject(path, value, schema);
        } else if (value.isArray()) {
            checkArray(path, value, schema);
        } else if (value.isTextual()) {
            checkText(path, value.asText(), schema);
        } else if (value.isNumber()) {
            checkNumber(path, value, schema);
        }
        checkCombinations(path, value, schema);
    }

    private static boolean typeMatches(JsonNode value, JsonNode schema) {
        if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
            return value.isIntegralNumber() || value.isTextual();
        }
        return switch (schema.path("type").asText()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "boolean" -> value.isBoolean();
            case "integer" ->
                value.isIntegralNumber() || (value.isNumber() && value.asDouble() == Math.rint(value.asDouble()));
            case "number" -> value.isNumber();
            default -> true;
        };
    }

    private static String typeOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "string";
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            case BOOLEAN -> "boolean";
            case ARRAY -> "array";
            case OBJECT, POJO, BINARY -> "object";
            case NULL, MISSING -> "null";
        };
    }

    private void checkEnum(String path, JsonNode value, JsonNode schema) {
        List<String> allowed = new ArrayList<>();
        for (JsonNode each : schema.path("enum")) {
            if (each.equals(value)) {
                return;
            }
            allowed.add("\"" + each.asText() + "\"");
        }
        if (!allowed.isEmpty()) {
            String message = "Unsupported value: %s: supported values: %s".formatted(value, String.join(", ", allowed));
            causes.add(new Cause("FieldValueNotSupported", path, message));
        }
    }

    private void checkObject(String path, JsonNode value, JsonNode schema) {
        for (JsonNode required : schema.path("required")) {
            if (!value.has(required.asText())) {
                causes.add(Cause.required(at(path, required.asText()), ""));
            }
        }
        limit(
                path,
                value,
                schema,
                "maxProperties",
                (max, size) -> size <= max,
                value.size(),
                "must have at most %s properties");
        limit(
                path,
                value,
                schema,
                "minProperties",
                (min, size) -> size >= min,
                value.size(),
                "must have at least %s properties");
        for (Map.Entry<String, JsonNode> field : value.properties()) {
            boolean root = path.isEmpty() && field.getKey().equals("metadata");
            JsonNode known = schema.path("properties").path(field.getKey());
            JsonNode rule = known.isMissingNode() ? schema.path("additionalProperties") : known;
            if (rule.isObject() && !root) {
                check(at(path, field.getKey()), field.getValue(), rule);
            }
        }
    }

    private void checkArray(String path, JsonNode value, JsonNode schema) {
        count(path, value, schema, "maxItems", (max, size) -> size <= max);
        limit(
                path,
                value,
                schema,
                "minItems",
                (min, size) -> size >= min,
                value.size(),
                "should have at least %s items");
        List<String> keys = new ArrayList<>();
        schema.path("x-kubernetes-list-map-keys").forEach(key -> keys.add(key.asText()));
        boolean unique = schema.path("x-kubernetes-list-type").asText().matches("set|map");
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < value.size(); i++) {
            JsonNode item = value.get(i);
            String where = path + "[" + i + "]";
            check(where, item, schema.path("items"));
            Object identity =
                    keys.isEmpty() ? item : keys.stream().map(item::path).toList();
            if (unique && !seen.add(identity)) {
                JsonNode shown = keys.isEmpty() ? item : Json.keep(item, keys);
                causes.add(new Cause("FieldValueDuplicate", where, "Duplicate value: " + shown));
            }
        }
    }

    private void count(String path, JsonNode value, JsonNode schema, String rule, BiPredicate<Double, Integer> holds) {
        JsonNode max = schema.path(rule);
        if (max.isNumber() && !holds.test(max.asDouble(), value.size())) {
            String message = "Too many: %d: must have at most %d items".formatted(value.size(), max.asInt());
            causes.add(new Cause("FieldValueTooMany", path, message));
        }
    }

    private void checkText(String path, String text, JsonNode schema) {
        int length = text.codePointCount(0, text.length());
        JsonNode shown = Json.MAPPER.valueToTree(text);
        JsonNode max = schema.path("maxLength");
        if (max.isNumber() && length > max.asInt()) {
            String message = "Too long: may not be more than %d bytes".formatted(max.asInt());
            causes.add(new Cause("FieldValueTooLong", path, message));
        }
        limit(path, shown, schema, "minLength", (min, size) -> size >= min, length, "should be at least %s chars long");
        JsonNode pattern = schema.path("pattern");
        if (pattern.isTextual()
                && !Pattern.compile(pattern.asText()).matcher(text).find()) {
            invalid(path, shown, "should match '" + pattern.asText() + "'");
        }
    }

    private void checkNumber(String path, JsonNode value, JsonNode schema) {
        JsonNode min = schema.path("minimum");
        if (min.isNumber() && value.asDouble() < min.asDouble()) {
            invalid(path, value, "should be greater than or equal to " + min);
        }
        JsonNode max = schema.path("maximum");
        if (max.isNumber() && value.asDouble() > max.asDouble()) {
            invalid(path, value, "should be less than or equal to " + max);
        }
        JsonNode step = schema.path("multipleOf");
        if (step.isNumber() && value.asDouble() % step.asDouble() != 0) {
            invalid(path, value, "should be a multiple of " + step);
        }
    }

    private void checkCombinations(String path, JsonNode value, JsonNode schema) {
        schema.path("allOf").forEach(each -> check(path, value, each));
        if (schema.has("anyOf") && matching(path, value, schema.path("anyOf")) == 0) {
            invalid(path, value, "must validate at least one schema (anyOf)");
        }
        if (schema.has("oneOf") && matching(path, value, schema.path("oneOf")) != 1) {
            invalid(path, value, "must validate one and only one schema (oneOf)");
        }
        if (schema.has("not") && passes(path, value, schema.path("not"))) {
            invalid(path, value, "must not validate the schema (not)");
        }
    }

    private static int matching(String path, JsonNode value, JsonNode schemas) {
        int matching = 0;
        for (JsonNode each : schemas) {
            matching += passes(path, value, each) ? 1 : 0;
        }
        return matching;
    }

    private static boolean passes(String path, JsonNode value, JsonNode schema) {
        List<Cause> found = new ArrayList<>();
        new SchemaCheck(found).check(path, value, schema);
        return found.isEmpty();
    }

    private void limit(
            String path,
            JsonNode value,
            JsonNode schema,
            String rule,
            BiPredicate<Double, Integer> holds,
            int size,
            String message) {
        JsonNode bound = schema.path(rule);
        if (bound.isNumber() && !holds.test(bound.asDouble(), size)) {
            invalid(path, value, message.formatted(bound));
        }
    }

    private void invalid(String path, JsonNode value, String why) {
        causes.add(Cause.invalid(path, "Invalid value: %s: %s in body %s".formatted(value, path, why)));
    }

    private static String at(String path, String field) {
        return path.isEmpty() ? field : path + "." + field;
    }
}
