package io.netwatch.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.netwatch.api.node.PolicyReport;
import io.netwatch.api.policy.PolicyStatus;
import io.netwatch.operator.plan.Finding;
import io.netwatch.operator.plan.PolicyKey;
import io.netwatch.operator.plan.PolicyPlan;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What agents tell of uploads, in the status of the policy. */
class UploadsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:59Z");
    private static final PolicyPlan.Upload CLOUD = new PolicyPlan.Upload("https://ingest.example.com", "a2V5");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CloudKeyRefused",
                "CloudKeyMissing",
                "CloudQuota",
                "CloudUnreachable",
                "CloudRejected",
                "SpoolFull",
                "SomethingToCome"
            })
    void aStateThatIsAmissIsTheReasonOfTheConditionWithItsNodesAndOneOfThemQuoted(String state) {
        PolicyStatus status = status(Map.of(
                "a",
                upload("Delivering", null),
                "b",
                upload(state, "the first's words"),
                "c",
                upload(state, "others")));

        assertThat(degraded(status).getReason()).isEqualTo(state);
        assertThat(degraded(status).getMessage())
                .contains(" on 2 of 3 nodes (b, c): ")
                .endsWith("; b says: the first's words");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Delivering", "Waiting"})
    void aStateThatIsWellIsNoneOfItsReasons(String state) {
        assertThat(degraded(status(Map.of("a", upload(state, "3 wait")))).getStatus())
                .isEqualTo("False");
    }

    @Test
    void theMostFrequentReasonComesFirst() {
        PolicyStatus status = status(Map.of(
                "a", upload("CloudKeyRefused", null),
                "b", upload("CloudUnreachable", "no route"),
                "c", upload("CloudUnreachable", "no route")));

        assertThat(degraded(status).getReason()).isEqualTo("CloudUnreachable");
        assertThat(degraded(status).getMessage())
                .startsWith("snapshots wait, as the cloud is not reached on 2 of 3 nodes (b, c): check ")
                .contains("; the cloud refuses the API key on 1 of 3 nodes (a): put a valid one into the Secret ");
    }

    @Test
    void theQuotaIsToldOnceByPlanAndAgents() {
        Finding planned = new Finding("CloudQuota", "3 nodes report with this key, but the account takes 2 hosts");

        PolicyStatus status = status(
                plan(CLOUD), List.of(planned), Map.of("c", upload("CloudQuota", "host limit reached: 2 of 2")), null);

        assertThat(degraded(status).getReason()).isEqualTo("CloudQuota");
        assertThat(degraded(status).getMessage())
                .isEqualTo("3 nodes report with this key, but the account takes 2 hosts; the account's limits keep"
                        + " snapshots back on 1 of 3 nodes (c): select fewer nodes or have the account raised; what"
                        + " waits is sent then; c says: host limit reached: 2 of 2");
    }

    @Test
    void aPolicyThatSendsNowhereHasNoTroubleWithIt() {
        Map<String, PolicyReport> reports = Map.of("a", upload("CloudUnreachable", "no route"));

        assertThat(degraded(status(plan(null), List.of(), reports, null)).getStatus())
                .isEqualTo("False");
    }

    @Test
    void whatAnAgentSaidOfAnOlderSpecIsNotTold() {
        PolicyReport.Upload upload = new PolicyReport.Upload("CloudUnreachable", "no route", null, 0, 0, 0);
        PolicyReport old = new PolicyReport("uid", 0, 1, 1, 1, 0, "full", upload, List.of());

        assertThat(degraded(status(Map.of("a", old))).getStatus()).isEqualTo("False");
    }

    @Test
    void aServersWordsStayOneLineAndShort() {
        PolicyStatus status = status(Map.of("a", upload("CloudRejected", "x\n\u001b[2J" + "y".repeat(9_000))));

        assertThat(degraded(status).getMessage())
                .hasSizeLessThan(800)
                .contains("x [2Jyyy")
                .endsWith("...");
    }

    @Test
    void numbersThatMoveInAMessageAreNoNewStatus() {
        PolicyStatus first = status(Map.of("a", upload("CloudUnreachable", "12 wait, tried 3 times. No route")));

        PolicyStatus moved = status(
                plan(CLOUD),
                List.of(),
                Map.of("a", upload("CloudUnreachable", "144 wait, tried 25 times. No route")),
                first);
        PolicyStatus other = status(
                plan(CLOUD),
                List.of(),
                Map.of("a", upload("CloudUnreachable", "144 wait, tried 25 times. DNS")),
                first);

        assertThat(moved).isEqualTo(first);
        assertThat(degraded(other).getMessage()).endsWith("a says: 144 wait, tried 25 times. DNS");
    }

    @Test
    void staysSmallHoweverManyNodesFailInHoweverManyWays() {
        Map<String, PolicyReport> reports = new HashMap<>();
        IntStream.range(0, 5_000).forEach(i -> reports.put("node-" + i, upload("Reason" + i % 90, "m".repeat(9_000))));

        PolicyStatus status = status(plan(CLOUD, reports.keySet().toArray(String[]::new)), List.of(), reports, null);

        assertThat(degraded(status).getMessage()).hasSizeLessThan(10_000);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "null,                     null,                     null",
                "2026-01-01T11:58:30.123Z, null,                     2026-01-01T11:58:00Z",
                "2026-01-01T12:58:30+01:00,null,                     2026-01-01T11:58:00Z",
                "2026-01-01T11:58:30Z,     2026-01-01T11:59:01Z,     2026-01-01T11:59:00Z",
                "yesterday,                2026-01-01T11:59:01Z,     2026-01-01T11:59:00Z",
                "2027-01-01T00:00:00Z,     2026-01-01T11:59:01Z,     2026-01-01T12:00:00Z",
            })
    void theLastUploadIsTheNewestOfAllNodesToTheMinuteAndNeverInTheFuture(String a, String b, String told) {
        assertThat(status(Map.of("a", delivered(a), "b", delivered(b))).lastUploadTime())
                .isEqualTo(told);
    }

    @Test
    void theLastUploadStaysWhenTheNodeIsGoneOrThePolicySuspended() {
        PolicyStatus before = status(Map.of("a", delivered("2026-01-01T11:59:01Z")));

        assertThat(status(plan(CLOUD), List.of(), Map.of("b", delivered("2026-01-01T11:00:00Z")), before)
                        .lastUploadTime())
                .isEqualTo("2026-01-01T11:59:00Z");
        assertThat(status(plan(null), List.of(), Map.of(), before).lastUploadTime())
                .isEqualTo("2026-01-01T11:59:00Z");
    }

    private static PolicyStatus status(Map<String, PolicyReport> reports) {
        return status(plan(CLOUD), List.of(), reports, null);
    }

    private static PolicyStatus status(
            PolicyPlan plan, List<Finding> elsewhere, Map<String, PolicyReport> reports, PolicyStatus last) {
        return StatusFactory.of(plan, elsewhere, Map.of(), reports, last, NOW);
    }

    private static PolicyPlan plan(PolicyPlan.Upload upload, String... nodes) {
        return new PolicyPlan(
                new PolicyKey("NetWatchPolicy", "shop", "cart"),
                "uid",
                1,
                null,
                null,
                List.of(),
                null,
                3,
                new TreeSet<>(nodes.length == 0 ? List.of("a", "b", "c") : List.of(nodes)),
                upload);
    }

    private static PolicyReport upload(String state, String message) {
        return report(new PolicyReport.Upload(state, message, null, 0, 0, 0));
    }

    private static PolicyReport delivered(String at) {
        return report(new PolicyReport.Upload("Delivering", null, at, 1, 0, 0));
    }

    private static PolicyReport report(PolicyReport.Upload upload) {
        return new PolicyReport("uid", 1, 1, 1, 1, 0, "full", upload, List.of());
    }

    private static Condition degraded(PolicyStatus status) {
        return status.conditions().stream()
                .filter(condition -> "Degraded".equals(condition.getType()))
                .findFirst()
                .orElseThrow();
    }
}
