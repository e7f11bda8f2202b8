package io.netwatch.api.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The schema of a request's body, as it is and made strict: a field that it doesn't name is a violation. */
final class IngestSchema {
    static final IngestSchema TOLERANT = new IngestSchema(SnapshotJson.schema());
    static final IngestSchema STRICT = new IngestSchema(strict(SnapshotJson.schema()));

    private final Schema schema;

    private IngestSchema(String text) {
        schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(text, InputFormat.JSON);
    }

    /** What is wrong with a body, as {@code <path>: <what>} each. */
    List<String> violations(byte[] body) {
        return schema.validate(new String(body, StandardCharsets.UTF_8), InputFormat.JSON).stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }

    private static String strict(String schema) {
        try {
            JsonNode root = new ObjectMapper().readTree(schema);
            close(root);
            return root.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object && object.path("properties").isObject()) {
            object.put("additionalProperties", false);
        }
        node.forEach(IngestSchema::close);
    }
}
