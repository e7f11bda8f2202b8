package io.netwatch.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.netwatch.api.policy.NodeFailure;
import io.netwatch.api.policy.PolicyStatus;
import io.netwatch.operator.plan.AgentFacts;
import io.netwatch.operator.plan.Finding;
import io.netwatch.operator.plan.PolicyKey;
import io.netwatch.operator.plan.PolicyPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatusFactoryTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.7Z");

    @Test
    void equalsTheLastOneWhenOnlyTimeWentBy() {
        PolicyStatus first = status(plan(1, List.of(), Set.of("a")), Map.of("a", AgentFacts.READY), null, NOON);

        PolicyStatus later = status(
                plan(1, List.of(), Set.of("a")), Map.of("a", AgentFacts.READY), first, NOON.plus(Duration.ofHours(1)));

        assertThat(later).isEqualTo(first);
    }

    @Test
    void movesTheTimeOfAConditionOnlyWhenItsStatusChanges() {
        PolicyStatus starting = status(plan(1, List.of(), Set.of("a", "b")), Map.of(), null, NOON);
        PolicyStatus oneReady = status(
                plan(1, List.of(), Set.of("a", "b")),
                Map.of("a", AgentFacts.READY),
                starting,
                NOON.plus(Duration.ofMinutes(1)));
        PolicyStatus allReady = status(
                plan(1, List.of(), Set.of("a", "b")),
                Map.of("a", AgentFacts.READY, "b", AgentFacts.READY),
                oneReady,
                NOON.plus(Duration.ofMinutes(2)));

        assertThat(condition(starting, "Ready").getLastTransitionTime()).isEqualTo("2026-01-01T12:00:00Z");
        assertThat(condition(oneReady, "Ready").getMessage()).contains("1/2");
        assertThat(condition(oneReady, "Ready").getLastTransitionTime()).isEqualTo("2026-01-01T12:00:00Z");
        assertThat(condition(allReady, "Ready").getLastTransitionTime()).isEqualTo("2026-01-01T12:02:00Z");
        assertThat(condition(allReady, "Accepted").getLastTransitionTime()).isEqualTo("2026-01-01T12:00:00Z");
    }

    @Test
    void staysSmallHoweverManyNodesFail() {
        Map<String, AgentFacts> agents = new TreeMap<>();
        IntStream.range(0, 5000)
                .forEach(i -> agents.put(
                        String.format("node-%04d", i), AgentFacts.failing("Reason" + i % 40, "m".repeat(500))));

        PolicyStatus status = status(plan(1, List.of(), new TreeSet<>(agents.keySet())), agents, null, NOON);

        assertThat(status.nodes().failed()).isEqualTo(5000);
        assertThat(status.failures()).hasSize(10);
        assertThat(status.failures())
                .allSatisfy(failure -> assertThat(failure.nodes()).hasSize(10));
        assertThat(status.failures().stream().mapToInt(NodeFailure::count).sum())
                .isEqualTo(1250);
        assertThat(status.toString().length()).isLessThan(32_768);
    }

    @Test
    void tellsOfAgentsThatOnlyPollAndCountsThemAsReady() {
        PolicyStatus status = status(
                plan(1, List.of(), Set.of("a")),
                Map.of("a", AgentFacts.limited("NoBTF", "The kernel has no BTF.")),
                null,
                NOON);

        assertThat(condition(status, "Ready").getStatus()).isEqualTo("True");
        assertThat(condition(status, "Degraded").getReason()).isEqualTo("PolledOnly");
        assertThat(condition(status, "Degraded").getMessage()).contains("NoBTF on a (The kernel has no BTF.)");
        assertThat(status.failures()).isEmpty();
    }

    @Test
    void tellsAllThatIsMissingWithTheFirstAsReason() {
        List<Finding> findings = List.of(new Finding("SecretNotFound", "no Secret"), new Finding("Other", "no other"));

        PolicyStatus status = StatusFactory.of(
                plan(1, findings, Set.of()), List.of(new Finding("CloudQuota", "too many")), Map.of(), null, NOON);

        assertThat(condition(status, "Degraded").getReason()).isEqualTo("SecretNotFound");
        assertThat(condition(status, "Degraded").getMessage()).isEqualTo("no Secret; no other; too many");
    }

    private static PolicyStatus status(
            PolicyPlan plan, Map<String, AgentFacts> agents, PolicyStatus last, Instant now) {
        return StatusFactory.of(plan, List.of(), agents, last, now);
    }

    private static PolicyPlan plan(long generation, List<Finding> degraded, Set<String> nodes) {
        return new PolicyPlan(
                new PolicyKey("NetWatchPolicy", "shop", "cart"),
                "uid",
                generation,
                null,
                null,
                degraded,
                null,
                3,
                new TreeSet<>(nodes),
                null);
    }

    private static Condition condition(PolicyStatus status, String type) {
        return status.conditions().stream()
                .collect(Collectors.toMap(Condition::getType, condition -> condition))
                .get(type);
    }
}
