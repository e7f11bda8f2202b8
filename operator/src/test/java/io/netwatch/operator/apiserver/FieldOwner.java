package io.netwatch.operator.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Who owns fields, in Kubernetes a "field manager": one entry of {@code managedFields}. */
record FieldOwner(String name, String operation, String apiVersion, String subresource) {
    static FieldOwner of(JsonNode entry) {
        return new FieldOwner(
                entry.path("manager").asText(),
                entry.path("operation").asText(),
                entry.path("apiVersion").asText(),
                entry.path("subresource").asText(""));
    }

    boolean applies() {
        return operation.equals("Apply");
    }

    ObjectNode entry(String time, JsonNode fieldsV1) {
        ObjectNode entry = Json.object();
        entry.put("manager", name).put("operation", operation).put("apiVersion", apiVersion);
        entry.put("time", time).put("fieldsType", "FieldsV1").set("fieldsV1", fieldsV1);
        if (!subresource.isEmpty()) {
            entry.put("subresource", subresource);
        }
        return entry;
    }

    String shown() {
        String where = subresource.isEmpty() ? "" : " with subresource \"" + subresource + "\"";
        return "conflict with \"" + name + "\"" + where + " using " + apiVersion;
    }
}
