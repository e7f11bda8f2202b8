package io.netwatch.operator.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The kinds that are served: the built-in ones, and those of the CustomResourceDefinitions in the store. */
final class Types implements Store.Listener {
    private final Map<String, ResourceType> byPath = new LinkedHashMap<>();

    Types() {
        BuiltInTypes.all().forEach(this::serve);
    }

    Optional<ResourceType> find(String group, String version, String plural) {
        return Optional.ofNullable(byPath.get(path(group, version, plural)));
    }

    ResourceType builtIn(String group, String plural) {
        return find(group, "v1", plural).orElseThrow();
    }

    Collection<ResourceType> all() {
        return byPath.values();
    }

    @Override
    public void changed(ResourceType type, Change change) {
        if (type.isDefinition()) {
            change.before().ifPresent(old -> served(old.tree()).forEach(each -> byPath.remove(path(each))));
            if (!change.deletion()) {
                served(change.after().tree()).forEach(this::serve);
            }
        }
    }

    /** What a definition says is served. */
    static List<ResourceType> served(ObjectNode definition) {
        JsonNode spec = definition.path("spec");
        JsonNode names = spec.path("names");
        List<ResourceType> types = new ArrayList<>();
        for (JsonNode version : spec.path("versions")) {
            if (version.path("served").asBoolean()) {
                types.add(new ResourceType(
                        spec.path("group").asText(),
                        version.path("name").asText(),
                        names.path("plural").asText(),
                        names.path("singular").asText(),
                        names.path("kind").asText(),
                        spec.path("scope").asText().equals("Namespaced"),
                        version.path("subresources").has("status"),
                        true,
                        texts(names.path("shortNames")),
                        texts(names.path("categories")),
                        Optional.of(new Schema(version.path("schema").path("openAPIV3Schema"))),
                        nodes(version.path("additionalPrinterColumns"))));
            }
        }
        return types;
    }

    /** Fills the status of a definition as the server's own controllers do. */
    static void establish(ObjectNode definition) {
        ObjectNode status = Json.child(definition, "status");
        if (status.has("conditions")) {
            return;
        }
        String now =
                Instant.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString();
        for (String type : List.of("NamesAccepted", "Established")) {
            status.withArray("conditions")
                    .addObject()
                    .put("type", type)
                    .put("status", "True")
                    .put("reason", type.equals("Established") ? "InitialNamesAccepted" : "NoConflicts")
                    .put("message", "")
                    .put("lastTransitionTime", now);
        }
        status.set("acceptedNames", definition.path("spec").path("names").deepCopy());
        for (JsonNode version : definition.path("spec").path("versions")) {
            if (version.path("storage").asBoolean()) {
                status.putArray("storedVersions").add(version.path("name").asText());
            }
        }
    }

    private void serve(ResourceType type) {
        byPath.put(path(type), type);
    }

    private static String path(ResourceType type) {
        return path(type.group(), type.version(), type.plural());
    }

    private static String path(String group, String version, String plural) {
        return group + "/" + version + "/" + plural;
    }

    private static List<String> texts(JsonNode array) {
        return nodes(array).stream().map(JsonNode::asText).toList();
    }

    private static List<JsonNode> nodes(JsonNode array) {
        List<JsonNode> nodes = new ArrayList<>();
        array.forEach(nodes::add);
        return nodes;
    }
}
