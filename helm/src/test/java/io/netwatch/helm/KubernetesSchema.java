package io.netwatch.helm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Kubernetes' own OpenAPI schemas, made strict: a field that Kubernetes doesn't know is a violation.
 *
 * <p>Made by {@code src/test/schemas/refresh} from a running API server. Holds the kinds that the chart and the
 * operator make. Any thread.
 */
public final class KubernetesSchema {
    private static final List<String> FILES = List.of("kubernetes.json", "servicemonitor.json");

    private final ObjectMapper json = new ObjectMapper();
    private final ObjectNode definitions = json.createObjectNode();
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

    public KubernetesSchema() {
        FILES.forEach(file -> definitions.setAll((ObjectNode) load(file).get("$defs")));
    }

    /**
     * What is wrong with an object, as {@code <path>: <what>} each; empty where nothing is.
     *
     * @param manifest one object as JSON text
     */
    public List<String> violations(String manifest) {
        try {
            return violations(json.readTree(manifest));
        } catch (JsonProcessingException e) {
            return List.of(": " + e.getOriginalMessage());
        }
    }

    /** As {@link #violations(String)}, of a tree. */
    public List<String> violations(JsonNode object) {
        var kind =
                object.path("apiVersion").asText() + " " + object.path("kind").asText();
        if (!definitions.has(kind)) {
            return List.of("/kind: no schema of " + kind);
        }
        return schemas.computeIfAbsent(kind, this::schema).validate(object.toString(), InputFormat.JSON).stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }

    private Schema schema(String kind) {
        var schema = json.createObjectNode();
        schema.putArray("required").add("apiVersion").add("kind").add("metadata");
        schema.put("$ref", "#/$defs/" + kind.replace("/", "~1").replace(" ", "%20"));
        schema.set("$defs", definitions);
        return registry.getSchema(schema.toString(), InputFormat.JSON);
    }

    private JsonNode load(String file) {
        try (var stream = KubernetesSchema.class.getResourceAsStream("/kubernetes-openapi/" + file)) {
            return json.readTree(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }
}
