package io.netwatch.agent.policy;

import io.netwatch.agent.event.Direction;
import io.netwatch.agent.identify.NodePod;
import io.netwatch.agent.kernel.Verdict;
import io.netwatch.api.node.PolicyReport;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

/** The book of a node with two pods of a shop, cart and catalog, and a kernel that takes its verdicts. */
abstract class PolicyBookFixture {
    static final long NOW = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    static final long CART = 11;
    static final long CATALOG = 12;
    static final long INIT = 13;
    /** What a policy with the default limits wants of a pod. */
    static final Verdict WATCHED = new Verdict(Verdict.Choice.WATCH, 10_000, 7, 1000);

    final FakeKernel kernel = new FakeKernel();
    final PolicyBook book = new PolicyBook("worker-1", 65_536, kernel, Followers.NONE, NOW);

    @BeforeEach
    void tellOfPods() {
        pod(CART, "cart", "shop", Map.of("app", "cart"));
        pod(CATALOG, "catalog", "shop", Map.of("app", "catalog"));
    }

    void pod(long cgroup, String name, String namespace, Map<String, String> labels) {
        NodePod pod = pod(name, namespace, labels);
        book.onPod(pod);
        book.onPod(cgroup, pod);
    }

    static NodePod pod(String name, String namespace, Map<String, String> labels) {
        return new NodePod(name, namespace, name, labels, null, null, false, List.of(), Map.of(), 0, 0);
    }

    long wanted(long cgroup) {
        return book.of(cgroup).wanted(Direction.OUTBOUND, 8080, 0, 1);
    }

    List<String> reasons() {
        return book.report().stream()
                .flatMap(report -> report.unmet().stream())
                .map(PolicyReport.Unmet::reason)
                .toList();
    }
}
