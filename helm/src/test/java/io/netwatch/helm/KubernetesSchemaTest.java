package io.netwatch.helm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KubernetesSchemaTest {
    private final KubernetesSchema schema = new KubernetesSchema();

    @Test
    void acceptsAnObjectThatIsRight() {
        assertThat(schema.violations(pod("name: a, image: b, ports: [{containerPort: 1, protocol: TCP}]")))
                .isEmpty();
    }

    @Test
    void findsATypoAtAnyDepth() {
        assertThat(schema.violations(pod("name: a, securityContext: {readOnlyRootFileSystem: true}")))
                .singleElement()
                .asString()
                .startsWith("/spec/containers/0/securityContext: ")
                .contains("readOnlyRootFileSystem");
    }

    @Test
    void findsAWrongTypeAndAMissingField() {
        assertThat(schema.violations(pod("stdin: \"yes\"")))
                .hasSize(2)
                .anyMatch(it -> it.startsWith("/spec/containers/0: ") && it.contains("'name'"))
                .anyMatch(it -> it.startsWith("/spec/containers/0/stdin: ") && it.contains("boolean"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "0.5", "\"250m\"", "\"96Mi\"", "\"1e3\"", "\"1.5Gi\""})
    void takesAQuantityAsNumberOrText(String quantity) {
        assertThat(schema.violations(pod("name: a, resources: {limits: {memory: " + quantity + "}}")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"96MB", "many", "1 Gi", ""})
    void refusesATextThatIsNoQuantity(String quantity) {
        assertThat(schema.violations(pod("name: a, resources: {limits: {memory: \"" + quantity + "\"}}")))
                .isNotEmpty()
                .allMatch(it -> it.startsWith("/spec/containers/0/resources/limits/memory: "));
    }

    @ParameterizedTest
    @CsvSource({"8080,0", "https,0", "true,2"})
    void takesAPortAsNumberOrName(String port, int violations) {
        assertThat(schema.violations(pod("name: a, livenessProbe: {httpGet: {port: " + port + "}}")))
                .hasSize(violations);
    }

    @Test
    void findsAKindThatItHasNoSchemaOf() {
        assertThat(schema.violations("{\"apiVersion\": \"v1\", \"kind\": \"Gadget\", \"metadata\": {}}"))
                .containsExactly("/kind: no schema of v1 Gadget");
    }

    @Test
    void findsTextThatIsNoJson() {
        assertThat(schema.violations("{")).singleElement().asString().startsWith(": ");
    }

    private static String pod(String container) {
        return Yaml.read("{apiVersion: v1, kind: Pod, metadata: {name: x}, spec: {containers: [{" + container + "}]}}")
                .toString();
    }
}
