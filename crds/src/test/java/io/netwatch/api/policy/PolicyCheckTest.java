package io.netwatch.api.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyCheckTest {
    private final KubernetesSerialization kubernetes =
            new KubernetesSerialization(new ObjectMapper().registerModule(new UnreadableSpecs()), true);

    static List<InvalidPolicies.Case> invalid() {
        return InvalidPolicies.in(Path.of("src/test/resources/invalid"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("invalid")
    void saysWhatToWriteInstead(InvalidPolicies.Case invalid) {
        List<Problem> problems = PolicyCheck.of(invalid.policy(kubernetes).policySpec());

        assertThat(problems).singleElement().asString().startsWith(invalid.condition());
    }

    @Test
    void hasAnInvalidPolicyForEveryRule() {
        String said = String.join(
                "\n", invalid().stream().map(InvalidPolicies.Case::condition).toList());
        List<String> messages = CrdRules.messages();

        assertThat(messages).hasSizeGreaterThan(20);
        assertThat(messages).allSatisfy(message -> assertThat(said).contains(": " + message));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "ports: {include: [{port: 1}, {port: 8000, endPort: 65535}]}",
                "cidrs: {include: [10.0.0.0/8, '::/0', 'fd00::1/128', 0.0.0.0/0, 10.1.2.3/8]}",
                "budget: {cpu: 10m, memory: 32Mi}",
                "budget: {cpu: 1, memory: 1Gi}",
                "snapshot: {interval: 1m30s, topConnections: 0, collectors: []}",
                "cloud: {endpoint: 'https://[fd00::1]:8443/in?x=1', apiKeySecretRef: {name: a.b-c}, proxy: 'http://proxy:3128'}",
                "expiresAt: 2030-01-31T12:00:00+02:00",
                "podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [a]}, {key: b, operator: Exists}]}",
                "detectors: {portScan: {}, beaconing: {}, dnsTunnel: {}, bandwidth: {}}"
            })
    void findsNothingWrongWithWhatIsRight(String spec) {
        NetWatchPolicySpec read = kubernetes.unmarshal(spec, NetWatchPolicySpec.class);

        assertThat(PolicyCheck.of(read)).isEmpty();
    }

    @Test
    void reportsEverythingThatIsWrongAtOnce() {
        NetWatchPolicySpec read = kubernetes.unmarshal(
                "sampling: {percent: 0}\nsnapshot: {topConnections: -1}\nexpiresAt: soon", NetWatchPolicySpec.class);

        assertThat(PolicyCheck.of(read))
                .extracting(Problem::field)
                .containsExactly("spec.sampling.percent", "spec.snapshot.topConnections", "spec.expiresAt");
    }
}
