package io.netwatch.operator.apiserver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.List;

/** Reading and writing of JSON trees. Trees that a {@link Store} holds are never changed in place. */
final class Json {
    static final ObjectMapper MAPPER = new ObjectMapper();
    private static final YAMLMapper YAML = new YAMLMapper();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** @throws ApiFailure 400 when the text is neither JSON nor YAML */
    static JsonNode parse(String text) {
        try {
            String start = text.stripLeading();
            boolean json = start.startsWith("{") || start.startsWith("[");
            return json ? MAPPER.readTree(text) : YAML.readTree(text);
        } catch (JsonProcessingException e) {
            throw ApiFailure.badRequest("the object provided is unrecognized: " + e.getOriginalMessage());
        }
    }

    /** @throws ApiFailure 400 when the text isn't a JSON object */
    static ObjectNode parseObject(String text) {
        if (parse(text) instanceof ObjectNode object) {
            return object;
        }
        throw ApiFailure.badRequest("the object provided is unrecognized (must be an object)");
    }

    static String write(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree that can't be written", e);
        }
    }

    /** The object in a field, made when it is missing. */
    static ObjectNode child(ObjectNode parent, String name) {
        return parent.get(name) instanceof ObjectNode object ? object : parent.putObject(name);
    }

    /** A copy with these fields only. */
    static ObjectNode keep(JsonNode object, List<String> names) {
        ObjectNode kept = object();
        names.stream().filter(object::has).forEach(name -> kept.set(name, object.get(name)));
        return kept;
    }

    static ObjectNode metadata(ObjectNode object) {
        return child(object, "metadata");
    }

    static String name(JsonNode object) {
        return object.path("metadata").path("name").asText("");
    }

    static String namespace(JsonNode object) {
        return object.path("metadata").path("namespace").asText("");
    }

    static String uid(JsonNode object) {
        return object.path("metadata").path("uid").asText("");
    }
}
