package io.netwatch.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChartTest {

    @Test
    void lintsStrictly() {
        var result = new Helm(Chart.FOLDER).lint().strict().call();

        assertThat(result.getMessages()).allMatch(message -> message.startsWith("[INFO]"));
        assertThat(result.isFailed()).isFalse();
    }

    @Test
    void packagedMakesTheSameAsTheFolder(@TempDir Path folder) {
        new Helm(Chart.FOLDER).packageIt().withDestination(folder).call();
        var version =
                Yaml.read(Chart.FOLDER.resolve("Chart.yaml")).get("version").asText();

        var made =
                Chart.template(folder.resolve("netwatch-" + version + ".tgz")).call();

        assertThat(made).isEqualTo(Chart.template(Chart.FOLDER).call());
        assertThat(made).contains("kind: CustomResourceDefinition");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.31.0", "1.32.4-eks-1", "1.34.0"})
    void rendersForEachKubernetesThatItAllows(String version) {
        assertThat(Chart.template(Chart.FOLDER).withKubeVersion(version).call())
                .isEqualTo(Chart.template(Chart.FOLDER).call());
    }

    @Test
    void doesNotMindTheGlobalValuesOfAParentChart() {
        var values = Yaml.read("global: {imageRegistry: registry.example.com, storageClass: fast}");

        assertThat(Chart.render(values)).isEqualTo(Chart.render(Yaml.read("{}")));
    }

    @Test
    void readMeHasAtMostFortyLines() throws IOException {
        assertThat(Files.readAllLines(Chart.FOLDER.resolve("README.md"))).hasSizeLessThanOrEqualTo(40);
    }

    @Test
    void makesADnsLabelOfAReleaseNameWithDots() {
        var made = Chart.render("shop.v2", Yaml.read("{}"));

        assertThat(made.find("Service", "shop-v2-netwatch-operator")).isNotNull();
    }

    @Test
    void cutsALongReleaseNameSoThatSuffixesFit() {
        var made = Chart.render("a-release-with-as-many-letters-as-helm-takes-it-53-xx", Yaml.read("{}"));

        assertThat(made.withoutCustomResourceDefinitions())
                .extracting(Rendering::name)
                .allMatch(name -> name.startsWith("a-release-with-as-many-letters-as-helm-t-"));
    }
}
