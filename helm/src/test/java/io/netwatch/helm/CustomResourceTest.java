package io.netwatch.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The CRDs that the chart carries. */
class CustomResourceTest {
    private static final Path FILES = Chart.FOLDER.resolve("files/crds");
    private static final List<String> NAMES =
            List.of("clusternetwatchpolicies.netwatch.io", "netwatchpolicies.netwatch.io");

    @Test
    void theChartCarriesBoth() {
        assertThat(Chart.entries(FILES))
                .as("written by the generator of the module crds")
                .extracting(file -> file.getFileName().toString())
                .containsExactly(NAMES.get(0) + ".yaml", NAMES.get(1) + ".yaml");
    }

    @Test
    void areMadeAsTheyAreInTheFiles() {
        var made = Chart.render(Yaml.read("{}"));

        assertThat(made.ofKind("CustomResourceDefinition")).hasSize(2);
        assertThat(NAMES)
                .allSatisfy(name -> assertThat(withoutMetadata(made.find("CustomResourceDefinition", name)))
                        .isEqualTo(withoutMetadata(Yaml.read(FILES.resolve(name + ".yaml")))));
    }

    @Test
    void keepTheAnnotationsAndLabelsOfTheFilesAndHaveTheCharts() {
        var made = Chart.render(Yaml.read("{}"));

        assertThat(NAMES).allSatisfy(name -> {
            var file = Yaml.read(FILES.resolve(name + ".yaml")).path("metadata");
            var metadata = made.find("CustomResourceDefinition", name).path("metadata");
            assertThat(metadata.path("annotations").properties())
                    .containsAll(file.path("annotations").properties());
            assertThat(metadata.path("labels").properties())
                    .containsAll(file.path("labels").properties());
            assertThat(metadata.at("/labels/app.kubernetes.io~1part-of").asText())
                    .isEqualTo("netwatch");
        });
    }

    @Test
    void stayAfterAnUninstallUnlessToldOtherwise() {
        assertThat(policies("{}")).containsExactly("keep", "keep");
        assertThat(policies("crds: {keep: false}")).containsExactly("", "");
    }

    @Test
    void areLeftToSomeoneElseWhenTold() {
        assertThat(policies("crds: {enabled: false}")).isEmpty();
    }

    @Test
    void aChartThatLostThemIsRefused(@TempDir Path folder) throws IOException {
        Chart.copyTo(folder);
        for (var file : Chart.entries(folder.resolve("files/crds"))) {
            Files.delete(file);
        }

        assertThatThrownBy(() -> Chart.template(folder).call())
                .hasMessageContaining("this chart was packaged without files/crds/*.yaml: build it anew,"
                        + " or set crds.enabled=false if the CRDs are installed");
    }

    private static List<String> policies(String values) {
        return Chart.render(Yaml.read(values))
                .ofKind("CustomResourceDefinition")
                .map(crd ->
                        crd.at("/metadata/annotations/helm.sh~1resource-policy").asText())
                .toList();
    }

    private static JsonNode withoutMetadata(JsonNode crd) {
        return ((ObjectNode) crd.deepCopy()).without("metadata");
    }
}
