package io.netwatch.operator.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Objects as kubectl prints them: name, a custom kind's own columns, age. */
final class Tables {
    private Tables() {}

    static ObjectNode of(ResourceType type, List<StoredObject> objects, long version, String next) {
        ObjectNode table = Json.object().put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
        ObjectNode metadata = table.putObject("metadata").put("resourceVersion", Long.toString(version));
        if (!next.isEmpty()) {
            metadata.put("continue", next);
        }
        ArrayNode columns = table.putArray("columnDefinitions");
        column(columns, "Name", "string", 0);
        type.columns()
                .forEach(each -> column(
                        columns,
                        each.path("name").asText(),
                        each.path("type").asText(),
                        each.path("priority").asInt()));
        if (type.columns().isEmpty()) {
            column(columns, "Age", "string", 0);
        }
        ArrayNode rows = table.putArray("rows");
        objects.forEach(object -> row(rows.addObject(), type, object.tree()));
        return table;
    }

    private static void column(ArrayNode columns, String name, String type, int priority) {
        ObjectNode column = columns.addObject().put("name", name).put("type", type);
        column.put("format", "").put("description", "").put("priority", priority);
    }

    private static void row(ObjectNode row, ResourceType type, ObjectNode object) {
        ArrayNode cells = row.putArray("cells").add(Json.name(object));
        for (JsonNode column : type.columns()) {
            JsonNode value = Paths.find(object, column.path("jsonPath").asText());
            cells.add(column.path("type").asText().equals("date") && value.isTextual() ? age(value) : value);
        }
        if (type.columns().isEmpty()) {
            cells.add(age(object.path("metadata").path("creationTimestamp")));
        }
        ObjectNode partial = row.putObject("object").put("kind", "PartialObjectMetadata");
        partial.put("apiVersion", "meta.k8s.io/v1").set("metadata", object.path("metadata"));
    }

    private static JsonNode age(JsonNode since) {
        long seconds =
                Duration.between(Instant.parse(since.asText()), Instant.now()).toSeconds();
        String text = seconds < 120 ? seconds + "s" : seconds < 7200 ? seconds / 60 + "m" : seconds / 3600 + "h";
        return Json.MAPPER.getNodeFactory().textNode(text);
    }

    /** The part of JSONPath that printer columns use: fields, and {@code [?(@.name=="value")]}. */
    private static final class Paths {
        private Paths() {}

        static JsonNode find(JsonNode object, String path) {
            JsonNode at = object;
            for (String step : path.substring(1).split("\\.(?![^\\[]*\\])", -1)) {
                int filter = step.indexOf("[?(@.");
                at = at.path(filter < 0 ? step : step.substring(0, filter));
                if (filter >= 0) {
                    at = matching(at, step.substring(filter + 5));
                }
            }
            return at.isMissingNode() ? Json.MAPPER.nullNode() : at;
        }

        private static JsonNode matching(JsonNode items, String condition) {
            String field = condition.substring(0, condition.indexOf('=')).strip();
            String value = condition.replaceAll(".*==\\s*[\"'](.*)[\"']\\)\\].*", "$1");
            for (JsonNode item : items) {
                if (item.path(field).asText().equals(value)) {
                    return item;
                }
            }
            return Json.MAPPER.missingNode();
        }
    }
}
