package io.netwatch.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.api.node.PolicyReport;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PolicyReportsTest {
    private final PolicyReports reports = new PolicyReports();

    @Test
    void keepsTheLastOfEachNode() {
        reports.put("a", List.of(full("one", 1), full("two", 1)));
        reports.put("b", List.of(full("one", 1)));
        reports.put("a", List.of(full("one", 2)));

        assertThat(reports.of("one").get("a").events()).isEqualTo(2);
        assertThat(reports.of("one")).containsOnlyKeys("a", "b");
        assertThat(reports.of("two")).isEmpty();
    }

    @Test
    void forgetsNodesThatHaveNoAgentAnyMore() {
        reports.put("a", List.of(full("one", 1)));
        reports.put("b", List.of(full("one", 1)));

        reports.retain(Set.of("b"));

        assertThat(reports.of("one")).containsOnlyKeys("b");
    }

    @Test
    void tellsWhenAPolicyIsFollowedLessOrMoreThanBefore() {
        assertThat(reports.put("a", List.of(full("one", 1)))).isFalse();
        assertThat(reports.put("a", List.of(full("one", 9)))).isFalse();
        assertThat(reports.put("a", List.of(sampled("one")))).isTrue();
        assertThat(reports.put("a", List.of(sampled("one")))).isFalse();
        assertThat(reports.put("a", List.of(full("one", 9)))).isTrue();
    }

    @Test
    void tellsWhenUploadsGoOtherwiseThanBefore() {
        reports.put("a", List.of(sending("one", "Delivering", 1)));

        assertThat(reports.put("a", List.of(sending("one", "Delivering", 2)))).isFalse();
        assertThat(reports.put("a", List.of(sending("one", "CloudUnreachable", 2))))
                .isTrue();
        assertThat(reports.put("a", List.of(full("one", 1)))).isTrue();
    }

    @Test
    void takesNoMoreOfANodeThanItHasRoomFor() {
        reports.put(
                "a",
                IntStream.range(0, 2_000).mapToObj(i -> full("policy-" + i, 1)).toList());

        assertThat(reports.of("policy-999")).isNotEmpty();
        assertThat(reports.of("policy-1000")).isEmpty();
    }

    private static PolicyReport full(String uid, long events) {
        return new PolicyReport(uid, 1, 1, events, 1, 0, "full", null, List.of());
    }

    private static PolicyReport sending(String uid, String state, long delivered) {
        PolicyReport.Upload upload = new PolicyReport.Upload(state, null, null, delivered, 0, 0);
        return new PolicyReport(uid, 1, 1, 1, 1, 0, "full", upload, List.of());
    }

    private static PolicyReport sampled(String uid) {
        return new PolicyReport(uid, 1, 1, 1, 1, 0, "sampled", null, List.of());
    }
}
