package io.netwatch.api.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnreadableSpecsTest {
    private final KubernetesSerialization kubernetes =
            new KubernetesSerialization(new ObjectMapper().registerModule(new UnreadableSpecs()), true);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "42",
                "\"text\"",
                "[]",
                "{\"events\": [\"Explode\"]}",
                "{\"sampling\": {\"percent\": \"half\"}}",
                "{\"limits\": []}",
                "{\"podSelector\": 3}",
                "{\"budget\": {\"memory\": {\"a\": 1}}}",
                "{\"suspend\": \"perhaps\"}"
            })
    void readsSpecOfTheWrongShapeAsOneThatSaysSo(String spec) {
        NetWatchPolicy policy = read(spec, "shape");

        assertThat(policy.getMetadata().getName()).isEqualTo("shape");
        assertThat(PolicyCheck.of(policy.policySpec())).singleElement().satisfies(problem -> {
            assertThat(problem.field()).isEqualTo("spec");
            assertThat(problem.message()).startsWith("can't be read: ").hasSizeGreaterThan(20);
        });
    }

    @Test
    void readsTheOthersOfAListAllTheSame() throws Exception {
        String list = "[{\"spec\": {\"events\": [\"Explode\"], \"ports\": {\"include\": [{\"port\": 1}]}}},"
                + " {\"spec\": {\"events\": [\"Close\"]}}]";

        List<NetWatchPolicy> policies = new ObjectMapper()
                .registerModule(new UnreadableSpecs())
                .readValue(list, new TypeReference<List<NetWatchPolicy>>() {});

        assertThat(policies).hasSize(2);
        assertThat(policies.get(0).policySpec().unreadable()).contains("Explode");
        assertThat(policies.get(1).policySpec().events()).containsExactly(EventType.Close);
        assertThat(policies.get(1).policySpec().unreadable()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "null", "{\"unknown\": 1}", "{\"unreadable\": \"no\"}"})
    void readsWhatIsMissingOrUnknownAsDefaults(String spec) {
        assertThat(read(spec, "shape").policySpec()).isEqualTo(NetWatchPolicySpec.DEFAULT);
    }

    private NetWatchPolicy read(String spec, String name) {
        return kubernetes.unmarshal(
                "{\"apiVersion\": \"netwatch.io/v1alpha1\", \"kind\": \"NetWatchPolicy\", \"metadata\": {\"name\": \""
                        + name + "\", \"namespace\": \"shop\"}, \"spec\": " + spec + "}",
                NetWatchPolicy.class);
    }
}
