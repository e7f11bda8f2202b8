package io.netwatch.operator.status;

import io.netwatch.api.policy.NodeFailure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Nodes by what is the matter with them. A status has to stay small, however many nodes there are. */
final class NodeGroups {
    private static final int MAX_REASONS = 10;
    private static final int MAX_NODES = 10;

    private final Map<String, Group> groups = new TreeMap<>();

    /** Adds a node; the first message of a reason stands for all. */
    void add(String reason, String message, String node) {
        groups.computeIfAbsent(reason, key -> new Group(key, message)).add(node);
    }

    /** The most frequent first. */
    List<NodeFailure> largest() {
        return groups.values().stream()
                .sorted(Comparator.comparingInt((Group group) -> -group.count))
                .limit(MAX_REASONS)
                .map(Group::asFailure)
                .toList();
    }

    /** The nodes of a group, for a person. */
    static String nodes(NodeFailure group) {
        int others = group.count() - group.nodes().size();
        return String.join(", ", group.nodes()) + (others > 0 ? " and " + others + " more" : "");
    }

    /** Nodes with the same reason. */
    private static final class Group {
        private final String reason;
        private final String message;
        private final List<String> nodes = new ArrayList<>();
        private int count;

        private Group(String reason, String message) {
            this.reason = reason;
            this.message = message;
        }

        void add(String node) {
            count++;
            if (nodes.size() < MAX_NODES) {
                nodes.add(node);
            }
        }

        NodeFailure asFailure() {
            return new NodeFailure(reason, message, count, nodes);
        }
    }
}
