package io.netwatch.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class UnknownKeyTest {
    /** Empty in values.yaml, and yet not open to any key. */
    private static final List<String> EMPTY_LEVELS = List.of("operator.affinity", "operator.affinity.podAffinity");

    static Stream<String> levels() {
        var levels = new ArrayList<String>();
        collectLevels("", Chart.values(), levels);
        return Stream.concat(levels.stream(), EMPTY_LEVELS.stream());
    }

    @Test
    void isRefusedAtTheTop() {
        assertThatThrownBy(() -> Chart.render(Yaml.read("agents: {}")))
                .hasMessageContaining("- at '': additional properties 'agents' not allowed");
    }

    @ParameterizedTest
    @MethodSource("levels")
    void isRefusedInEachMapping(String level) {
        var values = Yaml.nest(level + ".tpyo", Yaml.read("true"));

        assertThatThrownBy(() -> Chart.render(values))
                .hasMessageContaining(
                        "- at '/" + level.replace('.', '/') + "': additional properties 'tpyo' not allowed");
    }

    @ParameterizedTest
    @CsvSource({
        "imagePullSecrets, '{name: a, tpyo: b}'",
        "operator.extraEnv, '{name: A, value: b, tpyo: c}'",
        "operator.tolerations, '{operator: Exists, tpyo: c}'",
        "agent.tolerations, '{operator: Exists, tpyo: c}'",
        "networkPolicy.metricsFrom, '{podSelector: {}, tpyo: c}'",
    })
    void isRefusedInEachEntryOfASequence(String level, String entry) {
        var values = Yaml.nest(level, Yaml.read("[" + entry + "]"));

        assertThatThrownBy(() -> Chart.render(values))
                .hasMessageContaining(
                        "- at '/" + level.replace('.', '/') + "/0': additional properties 'tpyo' not allowed");
    }

    @Test
    void noObjectOfTheSchemaLeavesOpenWhatElseItMayHold() {
        var schema = Yaml.read(Chart.FOLDER.resolve("values.schema.json"));
        var open = new ArrayList<String>();

        collectOpenObjects("", schema, open);

        assertThat(open).containsExactly("/properties/global");
    }

    private static void collectLevels(String path, JsonNode node, List<String> levels) {
        node.properties().stream()
                .filter(field ->
                        field.getValue().isObject() && !field.getValue().isEmpty())
                .forEach(field -> {
                    var level = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
                    levels.add(level);
                    collectLevels(level, field.getValue(), levels);
                });
    }

    private static void collectOpenObjects(String path, JsonNode node, List<String> open) {
        if (node.path("type").asText().equals("object") && !node.has("additionalProperties")) {
            open.add(path);
        }
        node.properties().forEach(field -> collectOpenObjects(path + "/" + field.getKey(), field.getValue(), open));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            collectOpenObjects(path + "/" + i, node.get(i), open);
        }
    }
}
