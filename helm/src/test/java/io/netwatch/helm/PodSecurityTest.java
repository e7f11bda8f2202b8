package io.netwatch.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every pod of the chart meets Pod Security's level "restricted", whatever the values. */
class PodSecurityTest {

    static List<Path> scenarios() {
        return Chart.cases("scenarios");
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void everyPodIsRestricted(Path scenario) {
        var pods = Chart.render(Yaml.read(scenario.resolve("in.yaml"))).pods().toList();

        assertThat(pods).isNotEmpty().allSatisfy(pod -> {
            assertThat(pod.at("/spec/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.at("/spec/securityContext/runAsUser").asInt()).isEqualTo(65532);
            assertThat(pod.at("/spec/securityContext/seccompProfile/type").asText())
                    .isEqualTo("RuntimeDefault");
            assertThat(pod.path("spec").fieldNames()).toIterable().doesNotContain("hostPID", "hostNetwork", "hostIPC");
            assertThat(pod.at("/spec/containers")).isNotEmpty().allSatisfy(PodSecurityTest::isRestricted);
        });
    }

    @Test
    void onlyTheOperatorHoldsAToken() {
        var holders = Chart.render(Yaml.read("{}"))
                .pods()
                .filter(pod -> pod.at("/spec/automountServiceAccountToken").asBoolean(true))
                .map(pod -> pod.at("/spec/containers/0/name").asText());

        assertThat(holders).containsExactly("operator");
    }

    @Test
    void theOperatorWritesNowhereButInTmp() {
        var pod = Chart.render(Yaml.read("{}"))
                .find("Deployment", "netwatch-operator")
                .at("/spec/template/spec");

        assertThat(pod.at("/containers/0/volumeMounts"))
                .filteredOn(mount -> !mount.path("readOnly").asBoolean())
                .extracting(mount -> mount.path("mountPath").asText())
                .containsExactly("/tmp");
    }

    private static void isRestricted(JsonNode container) {
        var security = container.path("securityContext");
        assertThat(security.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(security.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
        assertThat(security.at("/capabilities/add").isMissingNode()).isTrue();
        assertThat(container.at("/resources/requests/memory").isMissingNode()).isFalse();
        assertThat(container.at("/resources/limits/memory").isMissingNode()).isFalse();
    }
}
