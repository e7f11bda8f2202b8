package io.netwatch.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Kinds that a CustomResourceDefinition brings: served, shaped and checked by its schema. */
abstract class SchemaContract extends ContractCase {
    private static final String DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    @Override
    void prepare() {
        Definitions.install(wire);
    }

    @Override
    void cleanUp() {
        wire.delete(DEFINITIONS + "/gauges." + Definitions.GROUP);
    }

    @Test
    void definitionIsEstablishedAndDiscovered() {
        Wire.Reply definition = wire.get(DEFINITIONS + "/gauges." + Definitions.GROUP);
        assertThat(definition.at("/status/acceptedNames/kind").asText()).isEqualTo("Gauge");
        soon().untilAsserted(() -> assertThat(
                        wire.get("/apis/" + Definitions.GROUP + "/v1").body().toString())
                .contains("\"gauges\"", "\"gauges/status\"", "\"Gauge\""));
        assertThat(wire.get("/apis").body().toString()).contains(Definitions.GROUP);
        assertThat(wire.get("/api").at("/versions/0").asText()).isEqualTo("v1");
        assertThat(wire.get("/api/v1").body().toString()).contains("\"pods\"");
        assertThat(wire.get("/version").at("/major").asText()).isEqualTo("1");
    }

    @Test
    void defaultsAreFilledAndUnknownFieldsPruned() {
        Wire.Reply made = wire.post(gauges(), gauge("shaped", "\"size\":2,\"unknown\":1,\"nested\":{\"x\":1}"));
        assertThat(made.code()).as(made.message()).isEqualTo(201);
        assertThat(made.at("/spec/mode").asText()).isEqualTo("auto");
        assertThat(made.at("/spec/nested/deep").asBoolean()).isTrue();
        assertThat(made.at("/spec/nested/x").isMissingNode()).isTrue();
        assertThat(made.at("/spec/unknown").isMissingNode()).isTrue();
        assertThat(made.at("/metadata/generation").asInt()).isEqualTo(1);
    }

    @Test
    void wrongValuesAreRefusedWithTheirPlace() {
        assertThat(refusal("\"size\":0"))
                .isEqualTo("spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1");
        assertThat(refusal("\"size\":11"))
                .isEqualTo("spec.size: Invalid value: 11: spec.size in body should be less than or equal to 10");
        assertThat(refusal("\"size\":\"x\""))
                .isEqualTo(
                        "spec.size: Invalid value: \"string\": spec.size in body must be of type integer: \"string\"");
        assertThat(refusal("\"mode\":\"auto\"")).isEqualTo("spec.size: Required value");
        assertThat(refusal("\"size\":1,\"mode\":\"odd\""))
                .isEqualTo("spec.mode: Unsupported value: \"odd\": supported values: \"auto\", \"manual\"");
        assertThat(refusal("\"size\":1,\"code\":\"ab\""))
                .isEqualTo("spec.code: Invalid value: \"ab\": spec.code in body should match '^[0-9]+$'");
        assertThat(refusal("\"size\":1,\"code\":\"123456\""))
                .isEqualTo("spec.code: Too long: may not be more than 5 bytes");
        assertThat(refusal("\"size\":1,\"code\":\"\"")).contains("spec.code in body should be at least 1 chars long");
        assertThat(refusal("\"size\":1,\"tags\":[\"a\",\"b\",\"c\",\"d\"]"))
                .isEqualTo("spec.tags: Too many: 4: must have at most 3 items");
        assertThat(refusal("\"size\":1,\"tags\":[\"a\",\"a\"]")).isEqualTo("spec.tags[1]: Duplicate value: \"a\"");
        assertThat(refusal("\"size\":1,\"items\":[{\"name\":\"a\"},{\"name\":\"a\"}]"))
                .isEqualTo("spec.items[1]: Duplicate value: {\"name\":\"a\"}");
        assertThat(refusal("\"size\":0,\"mode\":\"odd\"")).startsWith("[").contains("spec.size: ", "spec.mode: ");
    }

    @Test
    void statusIsWrittenThroughItsSubresourceOnly() {
        wire.post(gauges(), gauge("split", "\"size\":2"));
        Wire.Reply ignored = wire.patch(gauges() + "/split", Wire.MERGE, "{\"status\":{\"level\":5}}");
        assertThat(ignored.at("/status").isMissingNode()).isTrue();
        Wire.Reply status =
                wire.patch(gauges() + "/split/status", Wire.MERGE, "{\"status\":{\"level\":5},\"spec\":{\"size\":9}}");
        assertThat(status.at("/status/level").asInt()).isEqualTo(5);
        assertThat(status.at("/spec/size").asInt()).isEqualTo(2);
        assertThat(status.at("/metadata/generation").asInt()).isEqualTo(1);
        Wire.Reply spec = wire.patch(gauges() + "/split", Wire.MERGE, "{\"spec\":{\"size\":3}}");
        assertThat(spec.at("/metadata/generation").asInt()).isEqualTo(2);
        Wire.Reply wrong = wire.patch(gauges() + "/split/status", Wire.MERGE, "{\"status\":{\"level\":\"x\"}}");
        assertThat(wrong.code()).isEqualTo(422);
    }

    @Test
    void customKindsTakeNoStrategicPatchAndNoBlindReplacement() {
        Wire.Reply made = wire.post(gauges(), gauge("strict", "\"size\":2"));
        assertThat(wire.patch(gauges() + "/strict", Wire.STRATEGIC, "{}").code())
                .isEqualTo(415);
        Wire.Reply blind = wire.put(gauges() + "/strict", gauge("strict", "\"size\":3"));
        assertThat(blind.code()).isEqualTo(422);
        assertThat(blind.message())
                .contains("metadata.resourceVersion: Invalid value", "must be specified for an update");
        String next = Json.write(made.body()).replace("\"size\":2", "\"size\":3");
        assertThat(wire.put(gauges() + "/strict", next).code()).isEqualTo(200);
    }

    @Test
    void appliedStatusConditionsMergeByType() {
        wire.apply(gauges() + "/conditions", "one", gauge("conditions", "\"size\":2"));
        String path = gauges() + "/conditions/status";
        wire.apply(path, "one", status("{\"type\":\"A\",\"status\":\"True\"}"));
        Wire.Reply both = wire.apply(path, "two", status("{\"type\":\"B\",\"status\":\"True\"}"));
        assertThat(both.at("/status/conditions")).hasSize(2);
        Wire.Reply changed = wire.apply(path, "one", status("{\"type\":\"A\",\"status\":\"False\"}"));
        assertThat(changed.at("/status/conditions")).hasSize(2);
        Wire.Reply same = wire.apply(path, "one", status("{\"type\":\"A\",\"status\":\"False\"}"));
        assertThat(same.version()).isEqualTo(changed.version());
        Wire.Reply none = wire.apply(path, "one", status(""));
        assertThat(none.at("/status/conditions")).hasSize(1);
        assertThat(none.at("/status/conditions/0/type").asText()).isEqualTo("B");
        Wire.Reply spec = wire.apply(gauges() + "/conditions", "one", gauge("conditions", "\"size\":2"));
        assertThat(spec.version()).isEqualTo(none.version());
    }

    @Test
    void appliedDefaultsDontChangeAnything() {
        Wire.Reply first = wire.apply(gauges() + "/defaults", "one", gauge("defaults", "\"size\":2"));
        assertThat(first.at("/spec/mode").asText()).isEqualTo("auto");
        Wire.Reply second = wire.apply(gauges() + "/defaults", "one", gauge("defaults", "\"size\":2"));
        assertThat(second.version()).isEqualTo(first.version());
        Wire.Reply manual =
                wire.apply(gauges() + "/defaults", "one", gauge("defaults", "\"size\":2,\"mode\":\"manual\""));
        assertThat(manual.at("/spec/mode").asText()).isEqualTo("manual");
        Wire.Reply back = wire.apply(gauges() + "/defaults", "one", gauge("defaults", "\"size\":2"));
        assertThat(back.at("/spec/mode").asText()).isEqualTo("auto");
    }

    @Test
    void unknownFieldsAreRefusedByApplyAndWhenStrict() {
        String extra = gauge("extra", "\"size\":2,\"unknown\":1,\"items\":[{\"name\":\"a\",\"zz\":1}]");
        Wire.Reply strict = wire.post(gauges() + "?fieldValidation=Strict", extra);
        assertThat(strict.code()).isEqualTo(400);
        assertThat(strict.message())
                .isEqualTo("Gauge in version \"v1\" cannot be handled as a Gauge: strict decoding error: unknown field"
                        + " \"spec.items[0].zz\", unknown field \"spec.unknown\"");
        Wire.Reply applied = wire.apply(gauges() + "/extra", "one", extra);
        assertThat(applied.code()).isEqualTo(500);
        assertThat(applied.message())
                .startsWith("failed to create typed patch object")
                .contains(".spec.unknown: field");
        Wire.Reply one = wire.apply(gauges() + "/extra", "one", gauge("extra", "\"size\":2,\"unknown\":1"));
        assertThat(one.message())
                .isEqualTo("failed to create typed patch object (/extra; contract.netwatch.io/v1, Kind=Gauge):"
                        + " .spec.unknown: field not declared in schema");
    }

    private String gauges() {
        return group(Definitions.GROUP, "gauges");
    }

    private String refusal(String spec) {
        Wire.Reply reply = wire.post(gauges(), gauge("wrong", spec));
        assertThat(reply.code()).as(reply.body().toString()).isEqualTo(422);
        return reply.message().replaceFirst("Gauge.contract.netwatch.io \"wrong\" is invalid: ", "");
    }

    private static String gauge(String name, String spec) {
        return """
            {"apiVersion":"contract.netwatch.io/v1","kind":"Gauge","metadata":{"name":"%s"},"spec":{%s}}""".formatted(name, spec);
    }

    private static String status(String conditions) {
        return """
            {"apiVersion":"contract.netwatch.io/v1","kind":"Gauge","metadata":{"name":"conditions"},
            "status":{"conditions":[%s]}}""".formatted(conditions);
    }
}
