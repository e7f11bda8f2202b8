package io.netwatch.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each file of {@code refusals} has values and the message with which they must be refused. */
class RefusalTest {
    /** What Helm puts around the message where a template refuses. */
    private static final Pattern OF_A_TEMPLATE =
            Pattern.compile("(?s)execution error at \\(netwatch/templates/operator-deployment.yaml:1:4\\): (.*)"
                    + "\n\nUse --debug flag to render out invalid YAML");
    /** What Helm puts around the message where the schema refuses. */
    private static final Pattern OF_THE_SCHEMA =
            Pattern.compile("(?s)values don't meet the specifications of the schema"
                    + "\\(s\\) in the following chart\\(s\\):\nnetwatch:\n- (at '/[^\n]*)\n");

    static List<Path> refusals() {
        return Chart.cases("refusals");
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void isRefusedWithTheFix(Path refusal) {
        var test = Yaml.read(refusal);

        var refused = catchThrowable(() -> Chart.render(test.get("values")));

        assertThat(refused).as("it was not refused").isNotNull();
        assertThat(messageIn(refused.getMessage()))
                .isEqualTo(test.get("message").asText());
    }

    @Test
    void coverAtLeastTenContradictions() {
        assertThat(refusals()).hasSizeGreaterThanOrEqualTo(10);
    }

    @Test
    void anOlderKubernetesIsRefused() {
        assertThatThrownBy(() ->
                        Chart.template(Chart.FOLDER).withKubeVersion("1.26.15").call())
                .hasMessageContaining(
                        "chart requires kubeVersion: >=1.31.0-0 which is incompatible with Kubernetes v1.26.15");
    }

    @Test
    void aReleaseNameThatNoServiceCanHaveIsRefused() {
        assertThatThrownBy(() -> Chart.render("2nd", Yaml.read("{}")))
                .hasMessageContaining("the release's name (2nd) begins with a digit, which a Service's name can't:"
                        + " set fullnameOverride to a name that begins with a letter");
        assertThat(Chart.render("2nd", Yaml.read("fullnameOverride: second")).objects())
                .isNotEmpty();
    }

    private static String messageIn(String text) {
        return Stream.of(OF_A_TEMPLATE, OF_THE_SCHEMA)
                .map(pattern -> pattern.matcher(text))
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .findFirst()
                .orElse(text);
    }
}
