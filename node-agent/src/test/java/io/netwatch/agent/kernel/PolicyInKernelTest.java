package io.netwatch.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.netwatch.agent.event.EventKind;
import io.netwatch.agent.identify.NodePod;
import io.netwatch.agent.policy.Followers;
import io.netwatch.agent.policy.PolicyBook;
import io.netwatch.agent.testbed.Cgroup;
import io.netwatch.agent.testbed.Namespace;
import io.netwatch.agent.testbed.RequiresKernelEvents;
import io.netwatch.agent.testbed.Seen;
import io.netwatch.agent.testbed.Traffic;
import io.netwatch.api.policy.NetWatchPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A policy, all the way into the running kernel: of two pods it watches the one that it selects, as their labels are now. */
@RequiresKernelEvents
class PolicyInKernelTest {
    private static final Duration AT_MOST = Duration.ofSeconds(1);

    private LiveSource live;
    private Namespace namespace;
    private Cgroup cartGroup;
    private Cgroup otherGroup;
    private Traffic cart;
    private Traffic other;
    private PolicyBook book;

    @BeforeEach
    void start() throws Exception {
        live = LiveSource.open();
        namespace = Namespace.create();
        cartGroup = Cgroup.create();
        otherGroup = Cgroup.create();
        cart = Traffic.start(namespace, cartGroup);
        other = Traffic.start(namespace, otherGroup);
        KernelMaps maps = live.source().maps();
        book = new PolicyBook(
                "worker-1",
                65_536,
                (cgroup, verdict) -> {
                    if (verdict == null) {
                        maps.removeVerdict(cgroup);
                    } else {
                        maps.setVerdict(cgroup, verdict);
                    }
                },
                Followers.NONE,
                System.currentTimeMillis());
        book.onPolicy(Serialization.unmarshal("""
                metadata: {namespace: shop, name: carts, uid: p-1, generation: 1}
                spec: {podSelector: {matchLabels: {app: cart}}}
                """, NetWatchPolicy.class));
        book.onPoliciesKnown();
        book.onPod(cartGroup.id(), pod("cart-1", "cart"));
        book.onPod(otherGroup.id(), pod("other-1", "other"));
    }

    @AfterEach
    void stop() {
        cart.close();
        other.close();
        cartGroup.close();
        otherGroup.close();
        namespace.close();
        live.close();
    }

    @Test
    void watchesWhomItSelectsAndDropsTheOthersInTheKernel() {
        cart.makePairs("127.0.0.1", 3);
        other.makePairs("127.0.0.1", 5);

        assertThat(live.await(12, e -> e.cgroup() == cartGroup.id())).hasSize(12);
        assertThat(live.seen(e -> e.cgroup() == otherGroup.id())).isEmpty();
        assertThat(ignored(otherGroup)).as("both ends of five").isEqualTo(10);
        assertThat(ignored(cartGroup)).isZero();
    }

    @Test
    void followsALabelWithinASecondBothWays() {
        long began = System.nanoTime();
        book.onPod(pod("cart-1", "other"));
        cart.makePairs("127.0.0.1", 1);
        assertThat(ignored(cartGroup)).isEqualTo(2);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(AT_MOST);
        assertThat(live.seen(e -> e.cgroup() == cartGroup.id())).isEmpty();

        began = System.nanoTime();
        book.onPod(pod("cart-1", "cart"));
        cart.makePairs("127.0.0.1", 1);
        assertThat(live.await(4, e -> e.cgroup() == cartGroup.id())).hasSize(4);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(AT_MOST);
        assertThat(ignored(cartGroup)).as("as before").isEqualTo(2);
    }

    @Test
    void findsWhatWasOpenWhenItComesToSelect() throws Exception {
        other.ask("connect 127.0.0.1 " + other.askNumber("listen 127.0.0.1"));
        other.ask("accept");
        assertThat(book.takeWidened()).isFalse();

        book.onPod(pod("other-1", "cart"));
        assertThat(book.takeWidened()).isTrue();
        live.source().findOpen();

        List<Seen> found = live.await(2, e -> e.cgroup() == otherGroup.id());
        assertThat(found).hasSize(2).allMatch(e -> e.kind() == EventKind.OPEN && e.tgid() == other.pid());
    }

    private long ignored(Cgroup cgroup) {
        return live.source().maps().cgroups().stream()
                .filter(c -> c.cgroup() == cgroup.id())
                .mapToLong(CgroupCounters::ignored)
                .sum();
    }

    private static NodePod pod(String name, String app) {
        return new NodePod(name, "shop", name, Map.of("app", app), null, null, false, List.of(), Map.of(), 0, 0);
    }
}
