package io.netwatch.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.event.Direction;
import io.netwatch.agent.kernel.Verdict;
import io.netwatch.api.identity.IdentityLine;
import io.netwatch.api.node.PolicyReport;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whom policies watch, as pods, labels and policies come, change and go. */
class PolicyBookSelectionTest extends PolicyBookFixture {
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
}
