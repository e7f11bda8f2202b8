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
        assertThat(agent.dns()).isFalse();
        assertThat(agent.spool()).isEqualTo(new SpoolSettings("/var/lib/netwatch", Quantity.parse("64Mi")));
        assertThat(agent.openTelemetry().endpoint()).isEmpty();
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
                  dns: true
                  spool: {path: "", size: 1.5Gi}
                  openTelemetry: {endpoint: "https://[fd00::1]:4318/v1/metrics"}
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
        assertThat(agent.dns()).isTrue();
        assertThat(agent.spool().path()).isEmpty();
        assertThat(agent.spool().kibibytes()).isEqualTo(1536 * 1024);
        assertThat(agent.openTelemetry().endpoint()).isEqualTo("https://[fd00::1]:4318/v1/metrics");
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
                "'agent: {image: a, spool: {path: var}}'       | agent.spool.path must be a folder",
                "'agent: {image: a, spool: {path: /}}'         | agent.spool.path must be a folder",
                "'agent: {image: a, spool: {path: /var/../etc}}' | agent.spool.path must be a folder",
                "'agent: {image: a, spool: {size: 64}}'        | agent.spool.size must be from 1Mi to 1Ti; got 64",
                "'agent: {image: a, openTelemetry: {endpoint: collector}}' | agent.openTelemetry.endpoint must be like http",
                "'agent: {image: a, openTelemetry: {endpoint: \"http://u:p@c:4318\"}}' | agent.openTelemetry.endpoint must",
                "'agent: {image: a, openTelemetry: {endpoint: \"http://$(POD_IP):4318\"}}' | agent.openTelemetry.endpoint must",
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
