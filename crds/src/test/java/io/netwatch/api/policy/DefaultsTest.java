package io.netwatch.api.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Defaults of the CRD, which the API server fills in, against those that the records fill in themselves. */
class DefaultsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<Arguments> kinds() {
        return CrdFiles.generate().entrySet().stream()
                .map(file -> Arguments.of(
                        file.getKey(),
                        file.getKey().startsWith("cluster")
                                ? ClusterNetWatchPolicySpec.class
                                : NetWatchPolicySpec.class,
                        Serialization.unmarshal(file.getValue(), JsonNode.class)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void recordsAndSchemaAgree(String file, Class<? extends PolicySpec> type, JsonNode crd) throws Exception {
        JsonNode schema = crd.at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
        ObjectNode bare = JSON.createObjectNode();
        ObjectNode defaulted = JSON.createObjectNode();
        fill(schema, bare, defaulted);

        PolicySpec fromRecords = JSON.treeToValue(bare, type);

        assertThat(count(defaulted) - count(bare)).isGreaterThanOrEqualTo(13);
        assertThat(fromRecords).isEqualTo(JSON.treeToValue(defaulted, type));
        assertThat(PolicyCheck.of(fromRecords)).extracting(Problem::field).doesNotContain("spec");
    }

    /** Makes every object of a schema, once empty and once with the defaults of its fields. */
    private static void fill(JsonNode schema, ObjectNode bare, ObjectNode defaulted) {
        for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
            if (field.getValue().has("default")) {
                defaulted.set(field.getKey(), field.getValue().get("default"));
            } else if (field.getValue().has("properties") && !field.getKey().endsWith("Selector")) {
                fill(field.getValue(), bare.putObject(field.getKey()), defaulted.putObject(field.getKey()));
            }
        }
    }

    private static int count(JsonNode node) {
        return node.isObject()
                ? node.properties().stream()
                        .mapToInt(field -> count(field.getValue()))
                        .sum()
                : 1;
    }
}
