package io.netwatch.operator.plan;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.netwatch.api.policy.ClusterNetWatchPolicySpec;
import io.netwatch.api.policy.Policy;
import io.netwatch.api.policy.PolicySpec;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a policy selects at one moment.
 *
 * @param pods how many pods
 * @param nodes on which there is something to watch: those of the pods; with hosts, all that are selected
 * @param among how many pods it chose from
 */
record Selection(int pods, Set<String> nodes, int among) {
    /** Selects. A policy of a namespace sees pods of that namespace only, whatever its selectors say. */
    static Selection of(Policy policy, PolicySpec spec, ClusterFacts facts) {
        if (spec instanceof ClusterNetWatchPolicySpec cluster) {
            return of(cluster, facts);
        }
        Collection<PodFacts> pods = facts.podsOf(policy.getMetadata().getNamespace());
        Counter counter = new Counter();
        for (PodFacts pod : pods) {
            if (LabelMatch.matches(spec.podSelector(), pod.labels())) {
                counter.add(pod);
            }
        }
        return new Selection(counter.pods, counter.nodes, pods.size());
    }

    private static Selection of(ClusterNetWatchPolicySpec spec, ClusterFacts facts) {
        Counter counter = new Counter();
        Map<String, Map<String, String>> namespaces = facts.namespaces();
        Map<String, Map<String, String>> nodes = facts.nodes();
        for (PodFacts pod : facts.pods()) {
            if (LabelMatch.matches(spec.podSelector(), pod.labels())
                    && matches(spec.namespaceSelector(), namespaces.get(pod.namespace()))
                    && matches(spec.nodeSelector(), pod.node() == null ? null : nodes.get(pod.node()))) {
                counter.add(pod);
            }
        }
        if (spec.hosts()) {
            nodes.forEach((name, labels) -> {
                if (LabelMatch.matches(spec.nodeSelector(), labels)) {
                    counter.nodes.add(name);
                }
            });
        }
        return new Selection(counter.pods, counter.nodes, facts.pods().size());
    }

    /** Of something whose labels may not be known: then only a selector of everything matches. */
    private static boolean matches(LabelSelector selector, Map<String, String> labels) {
        return labels == null ? LabelMatch.isEmpty(selector) : LabelMatch.matches(selector, labels);
    }

    private static final class Counter {
        private final Set<String> nodes = new TreeSet<>();
        private int pods;

        void add(PodFacts pod) {
            pods++;
            if (pod.node() != null) {
                nodes.add(pod.node());
            }
        }
    }
}
