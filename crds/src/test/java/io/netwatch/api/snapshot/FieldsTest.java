package io.netwatch.api.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netwatch.api.snapshot.WireField.Presence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What schema and reader take of each field, where it is there, null, absent, or of another type. */
class FieldsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ABOVE_U64 = "18446744073709551616";
    private static final Map<String, List<String>> REJECTED = Map.ofEntries(
            Map.entry("one", List.of("0", "2", "1.5", "\"1\"")),
            Map.entry("bool", List.of("0", "1", "\"true\"", "{}")),
            Map.entry("u32", List.of("-1", "4294967296", "1.5", "\"1\"", "true", "[1]")),
            Map.entry("u64", List.of("-1", ABOVE_U64, "1.5", "\"1\"", "true", "{}")),
            Map.entry("f64", List.of("1e999", "-1e999", "\"1.5\"", "\"NaN\"", "true", "[1.5]")),
            Map.entry("string", List.of("1", "1.5", "true", "[\"a\"]", "{}")),
            Map.entry("uuid", List.of("1", "\"node-1\"", "\"\"", "\"6a1f0d7e6f0b4d8e9a520b1f3c5d7e9\"")),
            Map.entry(
                    "time",
                    List.of("1", "\"\"", "\"yesterday\"", "\"2026-13-01T00:00:00Z\"", "\"2026-01-01T00:00:00\"")),
            Map.entry("severity", List.of("\"info\"", "\"WARNING\"", "0")),
            Map.entry("category", List.of("\"malware\"", "\"PORT_SCAN\"", "0")),
            Map.entry("[u64]", List.of("1", "{}", "[-1]", "[null]", "[1.5]", "[\"1\"]")),
            Map.entry("[u64;8]", List.of("1", "[]", "[1,2,3,4,5,6,7]", "[1,2,3,4,5,6,7,8,9]", "[1,2,3,4,5,6,7,null]")),
            Map.entry("[f64]", List.of("1.5", "{}", "[null]", "[true]", "[1e999]")),
            Map.entry("[f64?]", List.of("1.5", "{}", "[true]", "[1e999]")),
            Map.entry("[domain]", List.of("{}", "[[]]", "[[\"a\"]]", "[[1,\"a\"]]", "[[\"a\",1,2]]", "[[null,1]]")));
    private static final Map<String, List<String>> ACCEPTED = Map.of(
            "u32", List.of("0", "2147483647"),
            "u64", List.of("0", "9223372036854775807"),
            "f64", List.of("0", "1", "-0.0", "1.7976931348623157e308", "4.9e-324"),
            "string", List.of("\"\"", "\"\\u0000\\ud83d\\ude00\""),
            "time", List.of("\"2026-01-01T00:00:00Z\"", "\"2026-01-01T23:59:59.999999999Z\""),
            "[u64]", List.of("[]"),
            "[f64]", List.of("[]", "[1]"),
            "[f64?]", List.of("[]", "[null, 1]"),
            "[domain]", List.of("[]", "[[\"\",0]]"));

    static List<WireField> fields() {
        return WireField.ALL;
    }

    static Stream<WireField> required() {
        return fields().stream().filter(WireField::required);
    }

    static Stream<WireField> others() {
        return fields().stream().filter(field -> !field.required());
    }

    @Test
    void areAllThatIsWritten() {
        var written = new TreeSet<String>();
        for (WireField field : fields()) {
            full().at(field.place()).fieldNames().forEachRemaining(name -> written.add(field.object() + "." + name));
        }

        assertThat(written)
                .containsExactlyInAnyOrderElementsOf(
                        fields().stream().map(WireField::toString).toList());
    }

    @ParameterizedTest
    @MethodSource("fields")
    void areInTheSchema(WireField field) throws JsonProcessingException {
        JsonNode schema = JSON.readTree(SnapshotJson.schema());
        JsonNode object = field.place().isEmpty() ? schema : schema.at("/$defs/" + field.object());

        assertThat(object.path("properties").has(field.name())).isTrue();
        assertThat(object.path("required").toString().contains("\"" + field.name() + "\""))
                .isEqualTo(field.required());
    }

    @ParameterizedTest
    @MethodSource("required")
    void mustBeThere(WireField field) {
        assertThat(refusals(without(field))).as("absent").isNotEmpty();
        assertThat(refusals(with(field, "null"))).as("null").isNotEmpty();
        assertThat(unreadable(without(field))).as("absent, read").isTrue();
        assertThat(unreadable(with(field, "null"))).as("null, read").isTrue();
    }

    @ParameterizedTest
    @MethodSource("others")
    void mayBeNullOrAbsent(WireField field) {
        assertThat(refusals(without(field))).as("absent").isEmpty();
        assertThat(refusals(with(field, "null"))).as("null").isEmpty();
    }

    @ParameterizedTest
    @MethodSource("others")
    void areWrittenAsNullOrLeftOutAsTheReferenceDoes(WireField field) throws UnreadableJsonException {
        JsonNode written = written(SnapshotJson.readRequest(without(field))).at(field.place());

        if (field.presence() == Presence.NULLABLE) {
            assertThat(written.get(field.name())).isEqualTo(JSON.nullNode());
        } else {
            assertThat(written.has(field.name())).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("fields")
    void areOfTheirType(WireField field) {
        for (String value : REJECTED.getOrDefault(field.type(), List.of("1", "\"a\"", "true"))) {
            assertThat(refusals(with(field, value))).as(value).isNotEmpty();
        }
        for (String value : ACCEPTED.getOrDefault(field.type(), List.of())) {
            assertThat(refusals(with(field, value))).as(value).isEmpty();
        }
    }

    @Test
    void ofCountsAreTakenAsFarAsTheServersTypesGo() {
        for (WireField field : fields()) {
            String highest =
                    Map.of("u32", "4294967295", "u64", "18446744073709551615").get(field.type());
            if (highest != null) {
                assertThat(IngestSchema.STRICT.violations(with(field, highest)))
                        .as(field.toString())
                        .isEmpty();
            }
        }
    }

    @Test
    void thatNobodyKnowsAreIgnored() throws UnreadableJsonException {
        for (WireField field : fields()) {
            byte[] body =
                    with(new WireField(field.object(), "of_a_later_version", "", Presence.OPTIONAL), "{\"a\": [1]}");

            assertThat(refusals(body)).isEmpty();
            assertThat(IngestSchema.STRICT.violations(body)).isNotEmpty();
            assertThat(SnapshotJson.readRequest(body)).isEqualTo(request());
        }
    }

    @Test
    void holdOneToHundredSnapshots() {
        assertThat(refusals(with(field("IngestRequest", "snapshots"), "[]"))).isNotEmpty();
        for (int count : List.of(1, 100, 101)) {
            var request = Filled.request(Collections.nCopies(count, Filled.snapshot(null)));

            assertThat(IngestSchema.STRICT.violations(bytes(JSON.valueToTree(request))))
                    .hasSize(count > 100 ? 1 : 0);
        }
    }

    private static WireField field(String object, String name) {
        return new WireField(object, name, "", Presence.REQUIRED);
    }

    /** Of schema and reader. */
    private static List<String> refusals(byte[] body) {
        List<String> refusals = new ArrayList<>(IngestSchema.TOLERANT.violations(body));
        try {
            SnapshotJson.readRequest(body);
        } catch (UnreadableJsonException e) {
            refusals.add(e.getMessage());
        }
        return refusals;
    }

    private static boolean unreadable(byte[] body) {
        try {
            SnapshotJson.readRequest(body);
            return false;
        } catch (UnreadableJsonException e) {
            return true;
        }
    }

    private static byte[] without(WireField field) {
        ObjectNode request = full();
        ((ObjectNode) request.at(field.place())).remove(field.name());
        return bytes(request);
    }

    /** Text, since a tree would not keep what only text can say, such as 1e999. */
    private static byte[] with(WireField field, String value) {
        ObjectNode request = full();
        ((ObjectNode) request.at(field.place())).put(field.name(), "@here@");
        return request.toString().replace("\"@here@\"", value).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(JsonNode tree) {
        return tree.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static IngestRequest request() {
        return Filled.request(List.of(Filled.snapshot(List.of(Rows.longest(1)))));
    }

    private static ObjectNode full() {
        return (ObjectNode) written(request());
    }

    private static JsonNode written(IngestRequest request) {
        try {
            return JSON.readTree(Filled.body(request));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
