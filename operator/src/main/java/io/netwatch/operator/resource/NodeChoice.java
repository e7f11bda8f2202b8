package io.netwatch.operator.resource;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.NodeSelectorTermBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Nodes that match any of some selectors, as an affinity. */
final class NodeChoice {
    private NodeChoice() {}

    /** Null, which is every node, when there are no selectors. */
    static Affinity of(List<LabelSelector> selectors) {
        if (selectors.isEmpty()) {
            return null;
        }
        return new AffinityBuilder()
                .withNewNodeAffinity()
                .withNewRequiredDuringSchedulingIgnoredDuringExecution()
                .withNodeSelectorTerms(
                        selectors.stream().map(NodeChoice::term).distinct().toList())
                .endRequiredDuringSchedulingIgnoredDuringExecution()
                .endNodeAffinity()
                .build();
    }

    private static NodeSelectorTerm term(LabelSelector selector) {
        List<NodeSelectorRequirement> requirements = new ArrayList<>();
        if (selector.getMatchLabels() != null) {
            new TreeMap<>(selector.getMatchLabels())
                    .forEach((key, value) -> requirements.add(new NodeSelectorRequirement(key, "In", List.of(value))));
        }
        if (selector.getMatchExpressions() != null) {
            for (LabelSelectorRequirement term : selector.getMatchExpressions()) {
                List<String> values = term.getValues() == null ? List.of() : term.getValues();
                requirements.add(new NodeSelectorRequirement(term.getKey(), term.getOperator(), values));
            }
        }
        return new NodeSelectorTermBuilder().withMatchExpressions(requirements).build();
    }
}
