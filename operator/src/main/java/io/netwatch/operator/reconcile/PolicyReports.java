package io.netwatch.operator.reconcile;

import io.netwatch.api.node.PolicyReport;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What agents told last of each policy. Thread-safe. */
final class PolicyReports {
    /** Most of a node that are taken: an agent does not decide how much is kept here. */
    private static final int MOST = 1_000;

    /** By the policy's uid and by node. */
    private final Map<String, Map<String, PolicyReport>> policies = new ConcurrentHashMap<>();

    /**
     * Takes what an agent told, in the place of what it told before.
     *
     * @return whether a policy is followed less or more than it was; that numbers moved does not count
     */
    synchronized boolean put(String node, List<PolicyReport> reports) {
        Map<String, PolicyReport> now = new ConcurrentHashMap<>();
        reports.stream()
                .filter(report -> report.uid() != null)
                .limit(MOST)
                .forEach(report -> now.put(report.uid(), report));
        boolean changed = false;
        for (PolicyReport report : now.values()) {
            PolicyReport before = policies.computeIfAbsent(report.uid(), uid -> new ConcurrentHashMap<>())
                    .put(node, report);
            changed |= !hasSameLimits(before, report);
        }
        policies.forEach((uid, nodes) -> {
            if (!now.containsKey(uid)) {
                nodes.remove(node);
            }
        });
        dropEmpty();
        return changed;
    }

    /** Forgets what agents of other nodes told. */
    synchronized void retain(Set<String> nodes) {
        policies.values().forEach(reports -> reports.keySet().retainAll(nodes));
        dropEmpty();
    }

    /** Of one policy, by node; a view that changes under way. Null has none. */
    Map<String, PolicyReport> of(String uid) {
        return uid == null ? Map.of() : policies.getOrDefault(uid, Map.of());
    }

    private void dropEmpty() {
        policies.keySet()
                .forEach(uid -> policies.computeIfPresent(uid, (key, nodes) -> nodes.isEmpty() ? null : nodes));
    }

    private static String uploadState(PolicyReport report) {
        return report.upload() == null ? null : report.upload().state();
    }

    private static boolean hasSameLimits(PolicyReport a, PolicyReport b) {
        return a == null
                ? b.unmet().isEmpty() && "full".equals(b.detail()) && b.upload() == null
                : a.generation() == b.generation()
                        && String.valueOf(a.detail()).equals(b.detail())
                        && a.unmet().equals(b.unmet())
                        && Objects.equals(uploadState(a), uploadState(b));
    }
}
