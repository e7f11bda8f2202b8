package io.netwatch.operator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorConfigTest {
    @TempDir
    private Path folder;

    @Test
    void takesDefaultsForAllButTheImage() throws IOException {
        OperatorConfig config = read("agent: {image: agent:1}");

        assertThat(config.name()).isEqualTo("netwatch");
        assertThat(config.cloud()).isEqualTo(new CloudSettings(null, 10));
        AgentSettings agent = config.agent();
        assertThat(agent).isEqualTo(AgentSettings.ofImage("agent:1"));
        assertThat(agent.securityProfile()).isEqualTo(SecurityProfile.PRIVILEGED);
        assertThat(agent.attach()).isEqualTo("auto");
        assertThat(agent.priorityClassName()).isEqualTo("system-node-critical");
        assertThat(agent.tolerations())
                .containsExactly(new TolerationBuilder().withOperator("Exists").build());
        assertThat(agent.maxUnavailable()).isEqualTo(new IntOrString("10%"));
        assertThat(agent.networkPolicy()).isTrue();
        assertThat(agent.resources().getLimits()).containsOnly(Map.entry("memory", Quantity.parse("160Mi")));
    }

    @Test
    void takesEachSettingFromTheFile() throws IOException {
        OperatorConfig config = read("""
                name: watch
                agent:
                  image: agent@sha256:ab
                  imagePullPolicy: Never
                  imagePullSecrets: [registry]
                  securityProfile: restricted
                  attach: kprobe
                  resources: {limits: {cpu: 1}}
                  priorityClassName: ""
                  tolerations: []
                  nodeSelector: {pool: apps}
                  maxUnavailable: 2
                  podAnnotations: {a: b}
                  podLabels: {c: d}
                  networkPolicy: false
                cloud: {hostLimit: 10, requestsPerMinute: 20}
                """);

        assertThat(config.name()).isEqualTo("watch");
        assertThat(config.cloud()).isEqualTo(new CloudSettings(10, 20));
        AgentSettings agent = config.agent();
        assertThat(agent.image()).isEqualTo("agent@sha256:ab");
        assertThat(agent.imagePullPolicy()).isEqualTo("Never");
        assertThat(agent.imagePullSecrets()).isEqualTo(List.of("registry"));
        assertThat(agent.securityProfile()).isEqualTo(SecurityProfile.RESTRICTED);
        assertThat(agent.attach()).isEqualTo("kprobe");
        assertThat(agent.resources().getLimits()).containsOnly(Map.entry("cpu", Quantity.parse("1")));
        assertThat(agent.priorityClassName()).isEmpty();
        assertThat(agent.tolerations()).isEmpty();
        assertThat(agent.nodeSelector()).isEqualTo(Map.of("pool", "apps"));
        assertThat(agent.maxUnavailable()).isEqualTo(new IntOrString(2));
        assertThat(agent.podAnnotations()).isEqualTo(Map.of("a", "b"));
        assertThat(agent.podLabels()).isEqualTo(Map.of("c", "d"));
        assertThat(agent.networkPolicy()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                            | it is empty",
                "name: x                                       | agent is missing",
                "agent: {image: ''}                            | agent.image must be",
                "agent: {image: a, imagePullPolicy: Sometimes} | agent.imagePullPolicy must be Always",
                "agent: {image: a, attach: magic}              | agent.attach must be auto",
                "agent: {image: a, securityProfile: none}      | agent.securityProfile",
                "agent: {image: a, imgae: b}                   | agent.imgae: there is no such setting; there are [attach,",
                "agent: {image: a, tolerations: {}}            | agent.tolerations",
                "agent: [a]                                    | agent: ",
                "'{name: Big_Name, agent: {image: a}}'         | name must be at most 40",
                "'{agent: {image: a}, cloud: {hostLimit: 0}}'  | cloud.hostLimit must be 1 or more",
                "'{agent: {image: a}, cloud: {requestsPerMinute: 0}}' | cloud.requestsPerMinute must be from 1",
                "'agent: {image: a'                            | not YAML"
            })
    void saysWhatIsWrongAndWhere(String yaml, String message) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining(folder.resolve("operator.yaml").toString())
                .hasMessageContaining(message);
    }

    @Test
    void saysThatTheFileIsNotThere() {
        assertThatThrownBy(() -> OperatorConfig.read(folder.resolve("nothing")))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("can't read the settings");
    }

    private OperatorConfig read(String yaml) throws IOException {
        return OperatorConfig.read(Files.writeString(folder.resolve("operator.yaml"), yaml));
    }
}
