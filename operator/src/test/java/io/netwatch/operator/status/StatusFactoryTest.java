package io.netwatch.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.netwatch.api.node.PolicyReport;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
                plan(1, findings, Set.of()),
                List.of(new Finding("CloudQuota", "too many")),
                Map.of(),
                Map.of(),
                null,
                NOON);

        assertThat(condition(status, "Degraded").getReason()).isEqualTo("SecretNotFound");
        assertThat(condition(status, "Degraded").getMessage()).isEqualTo("no Secret; no other; too many");
    }

    @Test
    void addsUpWhatAgentsToldToTwoDigits() {
        PolicyStatus status = told(
                Map.of(
                        "a",
                        report(1, 1234.4, 1000, "full"),
                        "b",
                        report(1, 0.4, 21, "full"),
                        "c",
                        report(0, 10, 0, "full")),
                null);

        assertThat(status.eventsPerSecond()).isEqualTo(1200);
        assertThat(status.lostEvents()).isEqualTo(1000);
        assertThat(condition(status, "Degraded").getStatus()).isEqualTo("False");
    }

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "0.04,1",
        "1.5,2",
        "9.6,10",
        "99.4,99",
        "99.6,100",
        "104,100",
        "106,110",
        "123456,120000",
        "NaN,0",
        "-5,0"
    })
    void roundsARate(double rate, long told) {
        assertThat(told(Map.of("a", report(1, rate, 0, "full")), null).eventsPerSecond())
                .isEqualTo(told);
    }

    @Test
    void tellsNoNumbersThatNoAgentTold() {
        PolicyStatus status = told(Map.of(), null);

        assertThat(status.eventsPerSecond()).isNull();
        assertThat(status.lostEvents()).isNull();
    }

    @Test
    void keepsARateThatIsAlmostTheSame() {
        PolicyStatus before = told(Map.of("a", report(1, 1000, 0, "full")), null);

        for (double rate : new double[] {901, 950, 1049, 1099}) {
            assertThat(told(Map.of("a", report(1, rate, 0, "full")), before)).isEqualTo(before);
        }
        assertThat(told(Map.of("a", report(1, 1101, 0, "full")), before).eventsPerSecond())
                .isEqualTo(1100);
        assertThat(told(Map.of("a", report(1, 0, 0, "full")), before).eventsPerSecond())
                .isZero();
    }

    @Test
    void tellsWhatAgentsCantDoMostFrequentFirst() {
        PolicyReport.Unmet rare = new PolicyReport.Unmet("NoSampling", "this kernel can't sample");
        PolicyReport.Unmet often = new PolicyReport.Unmet("TooManySelections", "select fewer pods");
        PolicyStatus status = told(
                Map.of(
                        "a", report(1, 1, 0, "full", often),
                        "b", report(1, 1, 0, "full", often, rare),
                        "c", report(0, 1, 0, "full", new PolicyReport.Unmet("OfOldSpec", "old")),
                        "of-another-policy", report(1, 1, 0, "full", new PolicyReport.Unmet("Elsewhere", "x"))),
                null);

        assertThat(condition(status, "Degraded").getReason()).isEqualTo("TooManySelections");
        assertThat(condition(status, "Degraded").getMessage())
                .isEqualTo("select fewer pods (on a, b); this kernel can't sample (on b)");
    }

    @Test
    void tellsWhatTheBudgetCostsOnHowManyNodes() {
        PolicyStatus status = told(
                Map.of(
                        "a", report(1, 1, 0, "sampled"),
                        "b", report(1, 1, 0, "sampled"),
                        "c", report(1, 1, 0, "totals")),
                null);

        assertThat(condition(status, "Degraded").getReason()).isEqualTo("OverBudget");
        assertThat(condition(status, "Degraded").getMessage())
                .contains(
                        "only a sample of the events is told on 2 nodes (a, b); only totals are kept, no single events on 1"
                                + " node (c)",
                        "raise spec.budget");
    }

    @Test
    void takesNoAgentsWordForAReason() {
        PolicyStatus status = told(
                Map.of("a", report(1, 1, 0, "nonsense", new PolicyReport.Unmet("not a reason", "m".repeat(5000)))),
                null);

        assertThat(condition(status, "Degraded").getReason()).isEqualTo("AgentLimited");
        assertThat(condition(status, "Degraded").getMessage()).hasSizeLessThan(600);
    }

    private static PolicyStatus told(Map<String, PolicyReport> reports, PolicyStatus last) {
        return StatusFactory.of(plan(1, List.of(), Set.of("a", "b", "c")), List.of(), Map.of(), reports, last, NOON);
    }

    private static PolicyReport report(
            long generation, double rate, long lost, String detail, PolicyReport.Unmet... unmet) {
        return new PolicyReport("uid", generation, 1, 100, rate, lost, detail, null, List.of(unmet));
    }

    private static PolicyStatus status(
            PolicyPlan plan, Map<String, AgentFacts> agents, PolicyStatus last, Instant now) {
        return StatusFactory.of(plan, List.of(), agents, Map.of(), last, now);
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
