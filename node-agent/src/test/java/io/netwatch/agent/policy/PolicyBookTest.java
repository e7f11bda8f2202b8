package io.netwatch.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.event.Direction;
import io.netwatch.agent.event.EventKind;
import io.netwatch.agent.identify.NodePod;
import io.netwatch.agent.kernel.CgroupCounters;
import io.netwatch.agent.kernel.Verdict;
import io.netwatch.api.identity.IdentityLine;
import io.netwatch.api.node.PolicyReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PolicyBookTest {
    private static final long NOW = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    private static final long CART = 11;
    private static final long CATALOG = 12;
    private static final long INIT = 13;
    /** What a policy with the default limits wants of a pod. */
    private static final Verdict WATCHED = new Verdict(Verdict.Choice.WATCH, 10_000, 7, 1000);

    private final FakeKernel kernel = new FakeKernel();
    private final PolicyBook book = new PolicyBook("worker-1", 65_536, kernel, Followers.NONE, NOW);

    @BeforeEach
    void tellOfPods() {
        pod(CART, "cart", "shop", Map.of("app", "cart"));
        pod(CATALOG, "catalog", "shop", Map.of("app", "catalog"));
    }

    private void pod(long cgroup, String name, String namespace, Map<String, String> labels) {
        NodePod pod = pod(name, namespace, labels);
        book.onPod(pod);
        book.onPod(cgroup, pod);
    }

    private static NodePod pod(String name, String namespace, Map<String, String> labels) {
        return new NodePod(name, namespace, name, labels, null, null, false, List.of(), Map.of(), 0, 0);
    }

    @Test
    void watchesEverythingUntilPoliciesAreKnown() {
        book.onPolicy(Policies.in("shop", "p", "{podSelector: {matchLabels: {app: cart}}}"));

        assertThat(kernel.size()).isZero();
        assertThat(book.of(CART)).isSameAs(Selection.EVERYTHING);
    }

    @Test
    void ignoresWhatNoPolicySelects() {
        book.onPolicy(Policies.in("shop", "p", "{podSelector: {matchLabels: {app: cart}}}"));
        book.onPoliciesKnown();
        book.onHost(99);

        assertThat(kernel.of(CART)).isEqualTo(WATCHED);
        assertThat(kernel.of(CATALOG)).isEqualTo(Verdict.IGNORE);
        assertThat(kernel.of(99)).isEqualTo(Verdict.IGNORE);
        assertThat(wanted(CART)).isEqualTo(1);
        assertThat(wanted(CATALOG)).isZero();
    }

    @Test
    void ignoresEverythingWithoutAnyPolicy() {
        book.onPoliciesKnown();

        assertThat(kernel.of(CART)).isEqualTo(Verdict.IGNORE);
    }

    @Test
    void watchesACgroupOfWhichNothingIsKnown() {
        book.onPoliciesKnown();
        book.onUnknown(50);

        assertThat(kernel.of(50)).isNull();
        assertThat(book.of(50)).isSameAs(Selection.EVERYTHING);
    }

    @Test
    void followsAPodsLabels() {
        book.onPolicy(Policies.in("shop", "p", "{podSelector: {matchLabels: {app: cart}}}"));
        book.onPoliciesKnown();
        long before = book.version();

        book.onPod(pod("cart", "shop", Map.of("app", "other")));
        assertThat(kernel.of(CART)).isEqualTo(Verdict.IGNORE);
        assertThat(book.version()).isGreaterThan(before);
        assertThat(book.takeWidened()).isFalse();

        book.onPod(pod("cart", "shop", Map.of("app", "cart")));
        assertThat(kernel.of(CART)).isEqualTo(WATCHED);
        assertThat(book.takeWidened())
                .as("connections that began meanwhile are to be found")
                .isTrue();
    }

    @Test
    void aPodsFurtherContainersAreTreatedAlike() {
        book.onPolicy(Policies.in("shop", "p", "{podSelector: {matchLabels: {app: cart}}}"));
        book.onPoliciesKnown();

        book.onPod(INIT, pod("cart", "shop", Map.of("app", "cart")));
        assertThat(kernel.of(INIT)).isEqualTo(WATCHED);

        book.onPod(pod("cart", "shop", Map.of()));
        assertThat(kernel.of(INIT)).isEqualTo(Verdict.IGNORE);
    }

    @Test
    void aPolicyOfANamespaceSelectsNoPodOfAnother() {
        pod(INIT, "else", "other", Map.of("app", "cart"));
        book.onPolicy(Policies.in("shop", "p", "{}"));
        book.onPoliciesKnown();

        assertThat(kernel.of(CART)).isEqualTo(WATCHED);
        assertThat(kernel.of(INIT)).isEqualTo(Verdict.IGNORE);
    }

    @Test
    void followsAnEditAndADeletion() {
        book.onPolicy(Policies.in("shop", "p", "{podSelector: {matchLabels: {app: cart}}}"));
        book.onPoliciesKnown();

        book.onPolicy(Policies.in("shop", "p", 2, "{podSelector: {matchLabels: {app: catalog}}}"));
        assertThat(kernel.of(CART)).isEqualTo(Verdict.IGNORE);
        assertThat(kernel.of(CATALOG)).isEqualTo(WATCHED);

        book.onPolicyGone("p");
        assertThat(kernel.of(CATALOG)).isEqualTo(Verdict.IGNORE);
    }

    @Test
    void anEditedPolicyMakesAnotherSelectionEvenOfTheSamePods() {
        book.onPolicy(Policies.in("shop", "p", "{}"));
        book.onPoliciesKnown();
        Selection before = book.of(CART);

        book.onPolicy(Policies.in("shop", "p", 2, "{ports: {include: [{port: 80}]}}"));

        assertThat(book.of(CART)).isNotSameAs(before);
        assertThat(book.of(CART).wanted(Direction.OUTBOUND, 81, 0, 1)).isZero();
    }

    @Test
    void suspendedExpiredAndInvalidPoliciesSelectNothing() {
        book.onPoliciesKnown();
        for (String spec : List.of(
                "{suspend: true}",
                "{expiresAt: '2025-12-31T00:00:00Z'}",
                "{sampling: {percent: 0}}",
                "{cidrs: {include: [nowhere]}, ports: {include: [{port: 0}]}}")) {
            book.onPolicy(Policies.in("shop", "p" + spec.hashCode(), spec));
        }

        assertThat(kernel.of(CART)).isEqualTo(Verdict.IGNORE);
        assertThat(book.report()).isEmpty();
    }

    @Test
    void expiresWithinATick() {
        book.onPolicy(Policies.in("shop", "p", "{expiresAt: '2026-01-01T00:00:05Z'}"));
        book.onPoliciesKnown();

        book.tick(NOW + 4999, 0);
        assertThat(kernel.of(CART)).isEqualTo(WATCHED);

        book.tick(NOW + 5000, 0);
        assertThat(kernel.of(CART)).isEqualTo(Verdict.IGNORE);
    }

    @Test
    void whatPoliciesAskForAddsUp() {
        book.onPolicy(Policies.in(
                "shop", "a", "{directions: [Outbound], sampling: {percent: 10}, limits: {eventsPerSecondPerPod: 7}}"));
        book.onPoliciesKnown();
        assertThat(kernel.of(CART)).isEqualTo(new Verdict(Verdict.Choice.SAMPLE, 1000, 2, 7));

        book.onPolicy(Policies.in("shop", "b", "{directions: [Inbound], limits: {eventsPerSecondPerPod: 5}}"));
        assertThat(kernel.of(CART)).isEqualTo(new Verdict(Verdict.Choice.WATCH, 10_000, 7, 7));
        assertThat(wanted(CART)).as("the one that asks for the direction").isEqualTo(1);
    }

    @Test
    void watchesHostsOnlyForWhomAsks() {
        book.onHost(99);
        book.onPolicy(Policies.ofCluster("hosts", "{hosts: true, podSelector: {matchLabels: {none: such}}}"));
        book.onPoliciesKnown();

        assertThat(kernel.of(99)).isEqualTo(WATCHED);
        assertThat(kernel.of(CART)).isEqualTo(Verdict.IGNORE);
        assertThat(book.report()).extracting(PolicyReport::uid).containsExactly("hosts");
    }

    @Test
    void aSelectorWhoseLabelsAreNotKnownSelectsNothingWhileTheKernelWatchesOn() {
        book.onPolicy(Policies.ofCluster("p", "{namespaceSelector: {matchLabels: {team: shop}}}"));
        book.onPoliciesKnown();
        assertThat(kernel.of(CART)).isNull();
        assertThat(wanted(CART)).isZero();
        assertThat(reasons()).containsExactly("LabelsUnknown");

        book.onLine(IdentityLine.of(new IdentityLine.Namespace("shop", Map.of("team", "shop"))));
        assertThat(kernel.of(CART)).isEqualTo(WATCHED);
        assertThat(wanted(CART)).isEqualTo(1);
        assertThat(reasons()).isEmpty();

        book.onLine(IdentityLine.of(new IdentityLine.Namespace("shop", Map.of("team", "other"))));
        assertThat(kernel.of(CART)).isEqualTo(Verdict.IGNORE);
    }

    @Test
    void followsTheLabelsOfItsNodeAlone() {
        book.onPolicy(Policies.ofCluster("p", "{nodeSelector: {matchLabels: {disk: ssd}}}"));
        book.onPoliciesKnown();

        book.onLine(
                IdentityLine.of(new IdentityLine.Node(null, "worker-2", List.of(), List.of(), Map.of("disk", "ssd"))));
        assertThat(kernel.of(CART)).isNull();

        book.onLine(
                IdentityLine.of(new IdentityLine.Node(null, "worker-1", List.of(), List.of(), Map.of("disk", "ssd"))));
        assertThat(kernel.of(CART)).isEqualTo(WATCHED);

        book.onLine(IdentityLine.of(new IdentityLine.Node(null, "worker-1", List.of(), List.of(), Map.of())));
        assertThat(kernel.of(CART)).isEqualTo(Verdict.IGNORE);
    }

    @Test
    void aNamespaceThatASnapshotLeavesOutIsNotKnownAnyMore() {
        book.onPolicy(Policies.ofCluster("p", "{namespaceSelector: {matchLabels: {team: shop}}}"));
        book.onPoliciesKnown();
        book.onLine(IdentityLine.of(new IdentityLine.Namespace("shop", Map.of("team", "shop"))));

        book.onLine(IdentityLine.of(new IdentityLine.Begin("s", true)));
        assertThat(kernel.of(CART)).as("as last known").isEqualTo(WATCHED);
        book.onLine(IdentityLine.of(new IdentityLine.Current(1, 0)));

        assertThat(kernel.of(CART)).isNull();
    }

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

    private long wanted(long cgroup) {
        return book.of(cgroup).wanted(Direction.OUTBOUND, 8080, 0, 1);
    }

    private List<String> reasons() {
        return book.report().stream()
                .flatMap(report -> report.unmet().stream())
                .map(PolicyReport.Unmet::reason)
                .toList();
    }
}
