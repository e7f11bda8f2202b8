package io.netwatch.helm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;

/** The objects that the chart made, in Helm's order of installation. */
record Rendering(List<JsonNode> objects) {

    /** Everything but the CRDs, whose text comes from the API's types and not from the chart. */
    List<JsonNode> withoutCustomResourceDefinitions() {
        return objects.stream()
                .filter(object -> !kind(object).equals("CustomResourceDefinition"))
                .toList();
    }

    Stream<JsonNode> ofKind(String kind) {
        return objects.stream().filter(object -> kind(object).equals(kind));
    }

    /** The one object of this kind and name; throws when there is none. */
    JsonNode find(String kind, String name) {
        return ofKind(kind)
                .filter(object -> name(object).equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(kind + " " + name + " among "
                        + objects.stream().map(Rendering::identity).toList()));
    }

    /** Pods and pod templates, as {@code metadata} and {@code spec}. */
    Stream<JsonNode> pods() {
        return objects.stream()
                .map(object -> kind(object).equals("Pod") ? object : object.at("/spec/template"))
                .filter(pod -> pod.has("spec"));
    }

    static String identity(JsonNode object) {
        return kind(object) + " " + name(object);
    }

    static String kind(JsonNode object) {
        return object.path("kind").asText();
    }

    static String name(JsonNode object) {
        return object.at("/metadata/name").asText();
    }
}
