package io.netwatch.api.snapshot;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The one place that writes and reads this package's records as JSON: UTF-8, names in snake_case, no white space. Any thread.
 *
 * <p>Reading is as strict as the server's types: no number for a string or the reverse, no fraction for a count, what is required is there
 * and not null; an unknown field is ignored.
 */
public final class SnapshotJson {
    /** Of a snapshot, so that it fits into a request of {@link IngestRequest#MAX_BYTES} with host and health, whose names aren't long. */
    public static final int MAX_BYTES = IngestRequest.MAX_BYTES - 20_000;

    /** Of the room, one in so many is given up when it is not clear how much is too much. */
    private static final int LESS = 64;

    private static final int MAX_SENTENCE = 200;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    coercion -> coercion.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .annotationIntrospector(new PrimitivesAreRequired())
            .addModule(new SimpleModule().addSerializer(new WholeStrings()).addSerializer(new ConnectionWriter()))
            .build();

    private SnapshotJson() {}

    /** What a request's body must be: a JSON Schema, draft 2020-12. */
    public static String schema() {
        try (InputStream schema = SnapshotJson.class.getResourceAsStream("ingest.schema.json")) {
            return new String(requireNonNull(schema).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fits into a request of its own: as {@link #write(Snapshot, int, Start)} with {@link #MAX_BYTES}. */
    public static byte[] write(Snapshot snapshot) {
        return write(snapshot, MAX_BYTES);
    }

    /** As {@link #write(Snapshot, int, Start)}. */
    public static byte[] write(Snapshot snapshot, int maxBytes) {
        try {
            Start<ByteArrayOutputStream> start = ByteArrayOutputStream::new;
            return write(snapshot, maxBytes, start).toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException("memory can be written to", e);
        }
    }

    /** Where a snapshot's bytes go, from their begin on. */
    public interface Start<T extends OutputStream> {
        /** Asked once, and again when what was written turns out too long, and void. */
        T begin() throws IOException;
    }

    /**
     * Writes a snapshot of at most so many bytes, a little at a time, and reads its connections in order as it does. What is too much is
     * taken from its connections, from the last up: first, of all of them, what can
     * be found out by the names of their ends; then times, and all names of an end but one; then the peer; then all that the reference's
     * agent doesn't know; at last the connections. Nothing else is ever cut, so that a snapshot whose rest is longer is longer.
     *
     * @return where they went, flushed and not closed
     * @throws IOException of where they go
     */
    public static <T extends OutputStream> T write(Snapshot snapshot, int maxBytes, Start<T> start) throws IOException {
        List<ConnectionDetail> rows = snapshot.connections();
        if (rows == null) {
            T to = start.begin();
            writeTo(to, snapshot);
            return to;
        }
        int rest = bytes(snapshot.withConnections(List.of())).length;
        long room = (long) maxBytes - rest;
        while (true) {
            List<ConnectionDetail> fitting = Room.fit(rows, room);
            T to = start.begin();
            long written = writeTo(to, snapshot.withConnections(fitting));
            if (written <= maxBytes || fitting.isEmpty()) {
                return to;
            }
            // what names take beyond a byte for each letter, and rows that were not looked at, shows only in what was
            // written
            long less = Room.bytes(fitting) * (maxBytes - rest) / (written - rest) - 1;
            room = less < room ? less : room - room / LESS - 1;
        }
    }

    private static long writeTo(OutputStream to, Snapshot snapshot) throws IOException {
        CountingOutputStream counted = new CountingOutputStream(to);
        try (JsonGenerator generator = JSON.createGenerator(counted)) {
            generator.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            JSON.writeValue(generator, snapshot);
        }
        return counted.bytes;
    }

    /**
     * What {@link #write(Snapshot)} wrote.
     *
     * @throws UnreadableJsonException when it isn't a snapshot
     */
    public static Snapshot read(byte[] snapshot) throws UnreadableJsonException {
        return read(snapshot, Snapshot.class);
    }

    /**
     * A request's body.
     *
     * @throws UnreadableJsonException when it isn't a request
     */
    public static IngestRequest readRequest(byte[] body) throws UnreadableJsonException {
        return read(body, IngestRequest.class);
    }

    public static byte[] write(IngestResponse response) {
        return bytes(response);
    }

    /**
     * What the server answers.
     *
     * @throws UnreadableJsonException when it isn't the answer of an ingest API, as of a proxy's error page
     */
    public static IngestResponse readResponse(byte[] body) throws UnreadableJsonException {
        return read(body, IngestResponse.class);
    }

    /**
     * Composes a request's body.
     *
     * @param snapshots of {@link #write(Snapshot)}, taken as they are; 1 to {@link IngestRequest#MAX_SNAPSHOTS}, oldest first
     */
    public static byte[] request(String agentVersion, HostInfo host, List<byte[]> snapshots, AgentHealth health) {
        if (snapshots.isEmpty() || snapshots.size() > IngestRequest.MAX_SNAPSHOTS) {
            throw new IllegalArgumentException(
                    "a request takes 1 to " + IngestRequest.MAX_SNAPSHOTS + " snapshots, not " + snapshots.size());
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream(
                1024 + snapshots.stream().mapToInt(it -> it.length + 1).sum());
        put(body, "{\"schema_version\":" + IngestRequest.SCHEMA_VERSION + ",\"agent_version\":");
        body.writeBytes(bytes(agentVersion));
        put(body, ",\"host\":");
        body.writeBytes(bytes(host));
        String before = ",\"snapshots\":[";
        for (byte[] snapshot : snapshots) {
            put(body, before);
            body.writeBytes(snapshot);
            before = ",";
        }
        put(body, "],\"agent_health\":");
        body.writeBytes(bytes(health));
        put(body, "}");
        return body.toByteArray();
    }

    private static void put(ByteArrayOutputStream body, String text) {
        body.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] bytes(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record that can't be written", e); // they hold nothing that could not
        }
    }

    private static <T> T read(byte[] json, Class<T> type) throws UnreadableJsonException {
        T value;
        try {
            value = JSON.readValue(json, type);
        } catch (JsonMappingException e) {
            throw new UnreadableJsonException(place(e) + sentence(e.getOriginalMessage()));
        } catch (JsonProcessingException e) {
            throw new UnreadableJsonException("not JSON: " + sentence(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new UnreadableJsonException("not JSON: " + sentence(e.getMessage()));
        }
        if (value == null) {
            throw new UnreadableJsonException("null instead of an object");
        }
        return value;
    }

    private static String place(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> "/" + (step.getFieldName() == null ? step.getIndex() : step.getFieldName()))
                .collect(Collectors.collectingAndThen(
                        Collectors.joining(), place -> place.isEmpty() ? "" : place + ": "));
    }

    private static String sentence(String message) {
        String first = message.lines()
                .findFirst()
                .orElse("")
                .replaceAll("( \\((set|through|bound) |: not allowed as per ).*", "");
        return first.length() <= MAX_SENTENCE ? first : first.substring(0, MAX_SENTENCE) + "...";
    }

    private static final class CountingOutputStream extends FilterOutputStream {
        private long bytes;

        CountingOutputStream(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int one) throws IOException {
            out.write(one);
            bytes++;
        }

        @Override
        public void write(byte[] some, int from, int count) throws IOException {
            out.write(some, from, count);
            bytes += count;
        }
    }

    /** Of the rest that must be there, the records' constructors take care. */
    private static final class PrimitivesAreRequired extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public Boolean hasRequiredMarker(AnnotatedMember member) {
            return member.getRawType().isPrimitive() ? Boolean.TRUE : super.hasRequiredMarker(member);
        }
    }
}
