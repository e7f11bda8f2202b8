package io.netwatch.e2e.cloud;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.netwatch.api.snapshot.IngestRequest;
import io.netwatch.api.snapshot.SnapshotJson;
import io.netwatch.api.snapshot.UnreadableJsonException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/** From bytes to a request, or to why not: in the order in which the cloud looks. Any thread. */
final class BodyReader {
    private static final int MAX_VIOLATIONS = 3;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final boolean gzip;
    private final Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(SnapshotJson.schema(), InputFormat.JSON);

    BodyReader(boolean gzip) {
        this.gzip = gzip;
    }

    IngestRequest read(Call call) throws Refused {
        byte[] body = plain(call);
        JsonNode tree = tree(body);
        int snapshots = tree.path("snapshots").size();
        if (snapshots > IngestRequest.MAX_SNAPSHOTS) {
            throw new Refused(413, snapshots + " snapshots; a request takes " + IngestRequest.MAX_SNAPSHOTS);
        }
        if (snapshots == 0 && tree.path("snapshots").isArray()) {
            throw new Refused(400, "no snapshots");
        }
        return request(body);
    }

    private byte[] plain(Call call) throws Refused {
        String type = call.contentType() == null ? "" : call.contentType().toLowerCase(Locale.ROOT);
        if (!type.split(";", 2)[0].trim().equals("application/json")) {
            throw new Refused(415, "Content-Type must be application/json");
        }
        String encoding = call.contentEncoding() == null
                ? "identity"
                : call.contentEncoding().toLowerCase(Locale.ROOT);
        byte[] body = switch (encoding) {
            case "identity" -> call.body().getBytes();
            case "gzip" -> unzipped(call.body().getBytes());
            default -> throw new Refused(415, "Content-Encoding " + encoding + " is not taken");
        };
        if (body.length > Call.MAX_BODY) {
            throw new Refused(413, "more than " + Call.MAX_BODY + " bytes");
        }
        return body;
    }

    private byte[] unzipped(byte[] body) throws Refused {
        if (!gzip) {
            throw new Refused(415, "Content-Encoding gzip is not taken");
        }
        try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return plain.readNBytes(Call.MAX_BODY + 1);
        } catch (IOException e) {
            throw new Refused(400, "not gzip: " + e.getMessage());
        }
    }

    private static JsonNode tree(byte[] body) throws Refused {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new Refused(400, "not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new Refused(400, "not JSON: " + e.getMessage());
        }
    }

    private IngestRequest request(byte[] body) throws Refused {
        String violations = schema.validate(new String(body, StandardCharsets.UTF_8), InputFormat.JSON).stream()
                .limit(MAX_VIOLATIONS)
                .map(it -> it.getInstanceLocation() + ": " + it.getMessage())
                .collect(Collectors.joining("; "));
        if (!violations.isEmpty()) {
            throw new Refused(422, violations);
        }
        try {
            return SnapshotJson.readRequest(body);
        } catch (UnreadableJsonException e) {
            throw new Refused(422, e.getMessage());
        }
    }
}
