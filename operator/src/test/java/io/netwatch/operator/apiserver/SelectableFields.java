package io.netwatch.operator.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which fields a field selector may name. Source: the {@code AddFieldLabelConversionFunc} of each kind in Kubernetes 1.34. */
final class SelectableFields {
    private static final Map<String, List<String>> BY_PLURAL = Map.of(
            "pods",
            List.of(
                    "spec.nodeName",
                    "spec.restartPolicy",
                    "spec.schedulerName",
                    "spec.serviceAccountName",
                    "status.phase",
                    "status.podIP"),
            "events",
            List.of(
                    "involvedObject.kind",
                    "involvedObject.namespace",
                    "involvedObject.name",
                    "involvedObject.uid",
                    "involvedObject.apiVersion",
                    "reason",
                    "type"),
            "secrets",
            List.of("type"),
            "namespaces",
            List.of("status.phase"),
            "services",
            List.of("spec.clusterIP", "spec.type"));

    private SelectableFields() {}

    static Set<String> names(ResourceType type) {
        List<String> names = new ArrayList<>(own(type));
        names.add("metadata.name");
        if (type.namespaced()) {
            names.add("metadata.namespace");
        }
        return Set.copyOf(names);
    }

    static String refusal(ResourceType type, String path) {
        boolean common = own(type).isEmpty();
        return common
                ? "\"" + path + "\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\""
                : "field label not supported: " + path;
    }

    static Map<String, String> of(ResourceType type, ObjectNode object) {
        Map<String, String> fields = new HashMap<>();
        fields.put("metadata.name", Json.name(object));
        fields.put("metadata.namespace", Json.namespace(object));
        for (String path : own(type)) {
            JsonNode value = object.at("/" + path.replace('.', '/'));
            fields.put(path, value.asText(""));
        }
        return Map.copyOf(fields);
    }

    private static List<String> own(ResourceType type) {
        boolean builtIn = type.schema().isEmpty();
        return builtIn ? BY_PLURAL.getOrDefault(type.plural(), List.of()) : List.of();
    }
}
