package io.netwatch.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.event.EventKind;
import io.netwatch.agent.kernel.CgroupCounters;
import io.netwatch.agent.kernel.Verdict;
import io.netwatch.api.node.PolicyReport;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the book keeps in the kernel, counts, and tells of what it can't do. */
class PolicyBookUpkeepTest extends PolicyBookFixture {
    @Test
    void tellsTheKernelOfChangesAlone() {
        book.onPolicy(Policies.in("shop", "p", "{}"));
        book.onPoliciesKnown();
        int writes = kernel.writes();

        book.onPod(pod("cart", "shop", Map.of("app", "cart", "pod-template-hash", "1")));
        book.onPolicy(Policies.in("shop", "p", "{}"));
        book.tick(NOW + 1000, 0);

        assertThat(kernel.writes()).isEqualTo(writes);
    }

    @Test
    void aPodThatIsGoneLeavesTheKernelOnceItsSocketsHaveEnded() {
        book.onPolicy(Policies.in("shop", "p", "{}"));
        book.onPoliciesKnown();
        Selection selection = book.of(CART);

        book.onPodGone("cart");
        book.tick(NOW + 89_000, 0);
        assertThat(kernel.of(CART)).isEqualTo(WATCHED);
        assertThat(book.report().get(0).pods()).isEqualTo(1);

        book.tick(NOW + 90_000, 0);
        assertThat(kernel.of(CART)).isNull();
        assertThat(book.hasVerdict(CART)).isFalse();
        assertThat(book.of(CART)).as("for events that come late").isSameAs(selection);

        book.onForgotten(CART);
        assertThat(book.of(CART)).isSameAs(Selection.EVERYTHING);
    }

    @Test
    void churnLeavesNothingBehind() {
        book.onPolicy(Policies.in("shop", "p", "{}"));
        book.onPoliciesKnown();
        for (int i = 0; i < 1000; i++) {
            pod(1000 + i, "job-" + i, "shop", Map.of());
            book.onPodGone("job-" + i);
        }
        book.tick(NOW + 90_000, 0);
        for (int i = 0; i < 1000; i++) {
            book.onForgotten(1000 + i);
        }

        assertThat(kernel.size()).isEqualTo(2);
        assertThat(book.figures().pods()).isEqualTo(2);
        assertThat(book.figures().verdicts()).isEqualTo(2);
    }

    @Test
    void aPodOfWhichOnlyItsCgroupTellsIsForgottenWithIt() {
        book.onPoliciesKnown();
        book.onPod(INIT, pod("gone", "shop", Map.of()));
        assertThat(kernel.of(INIT)).isEqualTo(Verdict.IGNORE);

        book.onForgotten(INIT);

        assertThat(kernel.of(INIT)).isNull();
        assertThat(book.figures().pods()).isEqualTo(2);
    }

    @Test
    void saysThatTheKernelHasNoRoomAndTriesAgain() {
        kernel.capacity(1);
        book.onPolicy(Policies.in("shop", "p", "{}"));
        book.onPoliciesKnown();

        assertThat(book.figures().refused()).isEqualTo(1);
        assertThat(book.figures().errors()).isEqualTo(1);
        assertThat(reasons()).containsExactly("VerdictsFull");

        kernel.capacity(2);
        book.tick(NOW + 1000, 0);

        assertThat(kernel.of(CART)).isEqualTo(WATCHED);
        assertThat(kernel.of(CATALOG)).isEqualTo(WATCHED);
        assertThat(reasons()).isEmpty();
    }

    @Test
    void countsWhatIsToldLostAndNotKept() {
        book.onPolicy(Policies.in("shop", "p", "{limits: {connections: 1}, events: [Connect, Failure]}"));
        book.onPoliciesKnown();
        Selection cart = book.of(CART);

        assertThat(cart.keep(1)).isEqualTo(1);
        assertThat(cart.keep(1)).as("beyond limits.connections").isZero();
        cart.release(1);
        assertThat(cart.keep(1)).isEqualTo(1);
        assertThat(cart.tell(1, EventKind.CONNECT_V4, 0)).isTrue();
        assertThat(cart.tell(1, EventKind.ACCEPT, 0)).isFalse();
        assertThat(cart.tell(1, EventKind.CLOSE, 0)).isFalse();
        assertThat(cart.tell(1, EventKind.CLOSE, 104)).as("an error ended it").isTrue();
        assertThat(cart.tell(1, EventKind.CONNECT_FAILED, 111)).isTrue();
        assertThat(cart.tell(1, EventKind.OPEN, 0)).as("found, but no event").isTrue();
        book.account(List.of(new CgroupCounters(CART, 1, 2, 100, 100, 4, 7), new CgroupCounters(5, 9, 9, 9, 9, 9, 9)));
        book.account(List.of(new CgroupCounters(CART, 1, 3, 100, 100, 4, 7)));

        PolicyReport report = book.report().get(0);

        assertThat(report.pods()).isEqualTo(2);
        assertThat(report.events()).isEqualTo(3);
        assertThat(report.lost()).isEqualTo(1 + 3 + 4 + 1);
        assertThat(report.detail()).isEqualTo("full");
        assertThat(report.generation()).isEqualTo(1);
    }

    @Test
    void saysWhatThisAgentCantDo() {
        PolicyBook small = new PolicyBook("worker-1", 1000, kernel, Followers.NONE, NOW);
        small.onPod(pod("cart", "shop", Map.of()));
        small.onPolicy(Policies.in("shop", "p", "{}"));
        small.onPoliciesKnown();

        assertThat(small.report().get(0).unmet())
                .extracting(PolicyReport.Unmet::reason)
                .containsExactly("LimitsBeyondAgent");
        assertThat(small.report().get(0).unmet().get(0).message())
                .isEqualTo(
                        "spec.limits.connections of 65536 is more than the 1000 that an agent keeps in all; lower it,"
                                + " or start agents with a larger --connections");
    }

    @Test
    void moreThanSixtyFourPoliciesOnAPodLeaveTheLastOut() {
        for (int i = 1; i <= 65; i++) {
            book.onPolicy(Policies.in("shop", "p" + i, "{podSelector: {matchLabels: {app: cart}}}"));
        }
        book.onPoliciesKnown();

        assertThat(wanted(CART)).isEqualTo(-1L);
        List<PolicyReport> reports = book.report();
        assertThat(reports).hasSize(65);
        assertThat(reports.get(63).unmet()).isEmpty();
        assertThat(reports.get(64).unmet())
                .extracting(PolicyReport.Unmet::reason)
                .containsExactly("TooManyPolicies");
    }

    @Test
    void aPolicyBeyondItsBudgetStepsDownAndUpAgain() {
        book.onPolicy(Policies.in("shop", "p", "{budget: {cpu: 100m}}"));
        book.onPoliciesKnown();
        long cpu = 0;
        for (int second = 1; second <= 11; second++) {
            for (int i = 0; i < 10_000; i++) {
                book.of(CART).tell(1, EventKind.ACCEPT, 0);
            }
            cpu += 500_000_000L;
            book.tick(NOW + second * 1000L, cpu);
        }

        assertThat(book.report().get(0).detail()).isEqualTo("sampled");
        assertThat(book.report().get(0).eventsPerSecond()).isBetween(9_000.0, 11_000.0);
        assertThat(kernel.of(CART)).isEqualTo(new Verdict(Verdict.Choice.SAMPLE, 1000, 7, 1000));

        for (int second = 12; second <= 92; second++) {
            book.tick(NOW + second * 1000L, cpu);
        }
        assertThat(book.report().get(0).detail()).isEqualTo("full");
        assertThat(kernel.of(CART)).isEqualTo(WATCHED);
    }
}
