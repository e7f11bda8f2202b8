package io.netwatch.operator.plan;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.netwatch.api.policy.ClusterNetWatchPolicySpec;
import io.netwatch.api.policy.LabelMatch;
import io.netwatch.api.policy.Policy;
import io.netwatch.api.policy.PolicySpec;
import java.util.Collection;
import java.util.HashSet;
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
        Selected namespaces = Selected.of(spec.namespaceSelector(), facts.namespaces());
        Selected nodes = Selected.of(spec.nodeSelector(), facts.nodes());
        Collection<PodFacts> pods = facts.pods();
        for (PodFacts pod : pods) {
            if (nodes.has(pod.node())
                    && namespaces.has(pod.namespace())
                    && LabelMatch.matches(spec.podSelector(), pod.labels())) {
                counter.add(pod);
            }
        }
        if (spec.hosts()) {
            counter.nodes.addAll(nodes.all ? facts.nodes().keySet() : nodes.names);
        }
        return new Selection(counter.pods, counter.nodes, pods.size());
    }

    /**
     * Named things that a selector selects. What is not known by its labels is selected only by a selector of everything.
     *
     * @param all whether everything is
     * @param names those that are, when not everything is
     */
    private record Selected(boolean all, Set<String> names) {
        static Selected of(LabelSelector selector, Map<String, Map<String, String>> labelled) {
            if (LabelMatch.isEmpty(selector)) {
                return new Selected(true, Set.of());
            }
            Set<String> names = new HashSet<>();
            labelled.forEach((name, labels) -> {
                if (LabelMatch.matches(selector, labels)) {
                    names.add(name);
                }
            });
            return new Selected(false, names);
        }

        boolean has(String name) {
            return all || (name != null && names.contains(name));
        }
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
