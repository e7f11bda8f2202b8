package io.netwatch.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.netwatch.helm.KubernetesSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is deployed, and what is said of it, for the policies and clusters in {@code scenarios}. */
class ScenarioTest {
    private static final Path SCENARIOS = Path.of("src/test/resources/scenarios");
    private static final String HOW = "differs; if it is meant to: ./mvnw -pl operator -am test -Dtest=ScenarioTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dnetwatch.golden=write";

    static List<Path> scenarios() throws IOException {
        try (Stream<Path> folders = Files.list(SCENARIOS)) {
            return folders.sorted().toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void deploysAndSaysWhatItsFilesSay(Path folder) throws IOException {
        Scenario scenario = new Scenario(folder);

        Map<String, String> out = new TreeMap<>();
        for (HasMetadata object : scenario.objects()) {
            out.put(
                    "out-" + object.getKind().toLowerCase(Locale.ROOT) + "-"
                            + object.getMetadata().getName() + ".yaml",
                    Yaml.of(object));
        }
        out.put("out-status.yaml", Yaml.of(scenario.statuses()));

        if ("write".equals(System.getProperty("netwatch.golden"))) {
            write(folder, out);
        }
        assertThat(goldenFiles(folder)).describedAs("%s %s", folder, HOW).isEqualTo(List.copyOf(out.keySet()));
        for (Map.Entry<String, String> file : out.entrySet()) {
            Path path = folder.resolve(file.getKey());
            assertThat(file.getValue()).describedAs("%s %s", path, HOW).isEqualTo(Files.readString(path));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void deploysWhatKubernetesSchemasAllow(Path folder) {
        for (HasMetadata object : new Scenario(folder).objects()) {
            assertThat(new KubernetesSchema().violations(Serialization.asJson(object)))
                    .describedAs("%s %s", object.getKind(), object.getMetadata().getName())
                    .isEmpty();
        }
    }

    private static void write(Path folder, Map<String, String> out) throws IOException {
        for (String stale : goldenFiles(folder)) {
            Files.delete(folder.resolve(stale));
        }
        for (Map.Entry<String, String> file : out.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
    }

    private static List<String> goldenFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("out-"))
                    .sorted()
                    .toList();
        }
    }
}
