package io.netwatch.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each folder of {@code scenarios} has values in {@code in.yaml} and in {@code out.yaml} what they make: in the
 * scenario {@code default} everything, in the others the objects that are new or differ, and the names of those that
 * are gone.
 *
 * <p>{@code -Dnetwatch.golden=write} writes {@code out.yaml} anew, to be read before it is committed.
 */
class ScenarioTest {
    private static final Path DEFAULT = Chart.RESOURCES.resolve("scenarios").resolve("default");
    private static final KubernetesSchema SCHEMA = new KubernetesSchema();

    static List<Path> scenarios() {
        return Chart.cases("scenarios");
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void makesWhatIsWrittenDown(Path scenario) throws IOException {
        var made = describe(scenario);
        var out = scenario.resolve("out.yaml");
        if ("write".equals(System.getProperty("netwatch.golden"))) {
            Files.writeString(out, made);
        }
        assertThat(made).isEqualTo(Files.readString(out));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void makesWhatKubernetesUnderstands(Path scenario) {
        var violations = render(scenario).objects().stream()
                .flatMap(object -> SCHEMA.violations(object).stream().map(it -> Rendering.identity(object) + it));

        assertThat(violations).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void hasNoNameThatIsTooLongForALabel(Path scenario) {
        assertThat(render(scenario).withoutCustomResourceDefinitions())
                .allSatisfy(object -> assertThat(Rendering.name(object)).hasSizeLessThanOrEqualTo(63));
    }

    @Test
    void coverAtLeastFourteenKindsOfInstall() {
        assertThat(scenarios()).hasSizeGreaterThanOrEqualTo(14);
    }

    private static String describe(Path scenario) {
        var made = byIdentity(render(scenario));
        var expected = scenario.equals(DEFAULT) ? Map.<String, JsonNode>of() : byIdentity(render(DEFAULT));
        var gone = expected.keySet().stream()
                .filter(identity -> !made.containsKey(identity))
                .map(identity -> "# gone: " + identity + "\n");
        var different = made.entrySet().stream()
                .filter(object -> !object.getValue().equals(expected.get(object.getKey())))
                .map(object -> Yaml.write(object.getValue()));
        return gone.collect(Collectors.joining()) + different.collect(Collectors.joining());
    }

    private static Rendering render(Path scenario) {
        return Chart.render(Yaml.read(scenario.resolve("in.yaml")));
    }

    private static Map<String, JsonNode> byIdentity(Rendering rendering) {
        var objects = new LinkedHashMap<String, JsonNode>();
        for (var object : rendering.withoutCustomResourceDefinitions()) {
            maskChecksum(object);
            assertThat(objects.put(Rendering.identity(object), object))
                    .as("made twice: %s", Rendering.identity(object))
                    .isNull();
        }
        return objects;
    }

    /** Else every change of operator.yaml would show as one of the Deployment. */
    private static void maskChecksum(JsonNode object) {
        if (object.at("/spec/template/metadata/annotations") instanceof ObjectNode annotations
                && annotations.has("checksum/config")) {
            annotations.put("checksum/config", "<SHA-256 of operator.yaml>");
        }
    }
}
