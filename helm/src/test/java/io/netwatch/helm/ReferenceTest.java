package io.netwatch.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What one object says of another is true: names, selectors and the operator's settings. */
class ReferenceTest {

    static List<Path> scenarios() {
        return Chart.cases("scenarios");
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void bindingsNameRolesThatAreMade(Path scenario) {
        var made = render(scenario);

        var bindings = Stream.concat(made.ofKind("RoleBinding"), made.ofKind("ClusterRoleBinding"));

        assertThat(bindings)
                .hasSize(3)
                .allSatisfy(binding -> assertThat(made.find(
                                binding.at("/roleRef/kind").asText(),
                                binding.at("/roleRef/name").asText()))
                        .isNotNull());
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void theOperatorRunsAsTheAccountThatIsBound(Path scenario) {
        var made = render(scenario);
        var account =
                deployment(made).at("/spec/template/spec/serviceAccountName").asText();

        var subjects = Stream.of("RoleBinding", "ClusterRoleBinding")
                .flatMap(made::ofKind)
                .filter(binding -> Rendering.name(binding).endsWith("-operator"))
                .map(binding -> binding.at("/subjects/0/name").asText());

        assertThat(subjects).containsExactly(account, account);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void selectorsFindTheOperatorsPods(Path scenario) {
        var made = render(scenario);
        var labels = deployment(made).at("/spec/template/metadata/labels");

        var selectors = made.objects().stream()
                .flatMap(object -> Stream.of(
                        object.at("/spec/selector/matchLabels"),
                        object.at("/spec/podSelector/matchLabels"),
                        Rendering.kind(object).equals("Service") ? object.at("/spec/selector") : Yaml.read("{}")))
                .filter(selector -> selector.isObject() && !selector.isEmpty());

        assertThat(selectors)
                .isNotEmpty()
                .allSatisfy(selector -> assertThat(labels.properties()).containsAll(selector.properties()));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void agentsRunAsTheAccountThatIsBound(Path scenario) {
        var made = render(scenario);
        var agent = settings(made).get("name").asText() + "-agent";

        assertThat(made.find("ClusterRoleBinding", agent).at("/subjects/0/name").asText())
                .isEqualTo(agent);
    }

    /** The operator's NetworkPolicy for agents lets pods with these labels in. */
    @ParameterizedTest
    @MethodSource("scenarios")
    void theOperatorBearsTheLabelsByWhichItsAgentsLetItIn(Path scenario) {
        var made = render(scenario);
        var labels = deployment(made).at("/spec/template/metadata/labels");

        assertThat(labels.path("app.kubernetes.io/name").asText()).isEqualTo("netwatch");
        assertThat(labels.path("app.kubernetes.io/component").asText()).isEqualTo("operator");
        assertThat(labels.path("app.kubernetes.io/instance"))
                .isEqualTo(settings(made).get("name"));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void theOperatorIsToldItsOwnDeploymentAndFindsItsSettings(Path scenario) {
        var deployment = deployment(render(scenario));

        assertThat(deployment.at("/spec/template/spec/containers/0/env"))
                .filteredOn(env -> env.get("name").asText().equals("NETWATCH_DEPLOYMENT"))
                .extracting(env -> env.get("value").asText())
                .containsExactly(Rendering.name(deployment));
        assertThat(deployment.at("/spec/template/spec/volumes/0/configMap/name").asText())
                .isEqualTo(Rendering.name(deployment));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void agentsAreLedToTheIdentityPort(Path scenario) {
        var made = render(scenario);
        var deployment = deployment(made);
        var service = made.find("Service", Rendering.name(deployment));
        var container = deployment.at("/spec/template/spec/containers/0");

        assertThat(container.get("env"))
                .filteredOn(env -> env.get("name").asText().equals("NETWATCH_IDENTITY_ADDRESS"))
                .extracting(env -> env.get("value").asText())
                .containsExactly(Rendering.name(service) + "." + Chart.NAMESPACE + ".svc:7444");
        assertThat(service.at("/spec/ports"))
                .filteredOn(port -> port.get("port").asInt() == 7444)
                .extracting(port -> port.get("targetPort").asText())
                .containsExactly("identity");
        assertThat(container.get("ports"))
                .filteredOn(port -> port.get("name").asText().equals("identity"))
                .extracting(port -> port.get("containerPort").asInt())
                .containsExactly(7444);
        assertThat(container.get("args")).extracting(JsonNode::asText).contains("--identity-port=7444");
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void theOperatorsNetworkPolicyLetsItsAgentsIn(Path scenario) {
        var made = render(scenario);

        assertThat(made.ofKind("NetworkPolicy")).allSatisfy(policy -> {
            var rule = policy.at("/spec/ingress/0");
            assertThat(rule.at("/ports/0/port").asText()).isEqualTo("identity");
            assertThat(rule.at("/from/0/podSelector/matchLabels"))
                    .isEqualTo(Yaml.read("{app.kubernetes.io/name: netwatch, app.kubernetes.io/component: agent,"
                            + " app.kubernetes.io/instance: "
                            + settings(made).get("name").asText() + "}"));
        });
    }

    @Test
    void aChangeOfTheSettingsRestartsTheOperator() {
        var before = Chart.render(Yaml.read("{}"));
        var after = Chart.render(Yaml.read("cloud: {hostLimit: 10}"));

        assertThat(checksum(before)).matches("[0-9a-f]{64}").isNotEqualTo(checksum(after));
    }

    private static String checksum(Rendering made) {
        return deployment(made)
                .at("/spec/template/metadata/annotations/checksum~1config")
                .asText();
    }

    private static JsonNode settings(Rendering made) {
        var name = Rendering.name(deployment(made));
        return Yaml.read(made.find("ConfigMap", name).at("/data/operator.yaml").asText());
    }

    private static JsonNode deployment(Rendering made) {
        return made.ofKind("Deployment").findFirst().orElseThrow();
    }

    private static Rendering render(Path scenario) {
        return Chart.render(Yaml.read(scenario.resolve("in.yaml")));
    }
}
