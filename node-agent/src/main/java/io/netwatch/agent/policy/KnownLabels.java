package io.netwatch.agent.policy;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.netwatch.api.identity.IdentityLine;
import io.netwatch.api.policy.LabelMatch;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Labels of namespaces and of the own node, as the operator told them last. Those that were known stay known while it is not
 * heard. Used by the thread of events only.
 */
final class KnownLabels {
    private final String node;
    private final Map<String, Map<String, String>> namespaces = new HashMap<>();
    private Map<String, String> ofNode;
    /** Namespaces of the snapshot that is coming; null while none is. */
    private Set<String> arriving;

    /** {@code node} is the own one's name. */
    KnownLabels(String node) {
        this.node = node;
    }

    /** Whether something matches a selector. */
    enum Match {
        YES,
        NO,
        /** Its labels are not known, and the selector needs them. */
        UNKNOWN
    }

    Match ofNamespace(String namespace, LabelSelector selector) {
        return match(selector, namespaces.get(namespace));
    }

    Match ofNode(LabelSelector selector) {
        return match(selector, ofNode);
    }

    private static Match match(LabelSelector selector, Map<String, String> labels) {
        if (LabelMatch.isEmpty(selector)) {
            return Match.YES;
        }
        if (labels == null) {
            return Match.UNKNOWN;
        }
        return LabelMatch.matches(selector, labels) ? Match.YES : Match.NO;
    }

    /** Whether none was told of. */
    boolean hasNoNamespaces() {
        return namespaces.isEmpty();
    }

    /** Takes a line of the identity stream; returns whether it changed what is known. */
    boolean onLine(IdentityLine line) {
        if (line.namespace() != null) {
            return putNamespace(line.namespace().name(), labels(line.namespace().labels()));
        }
        if (line.node() != null && line.node().name().equals(node)) {
            return putNode(labels(line.node().labels()));
        }
        if (line.gone() != null && "namespace".equals(line.gone().kind())) {
            return namespaces.remove(line.gone().name()) != null;
        }
        if (line.begin() != null) {
            arriving = line.begin().snapshot() ? new HashSet<>() : null;
        }
        return line.current() != null && endSnapshot();
    }

    private boolean putNamespace(String name, Map<String, String> labels) {
        if (arriving != null) {
            arriving.add(name);
        }
        return !labels.equals(namespaces.put(name, labels));
    }

    private boolean putNode(Map<String, String> labels) {
        boolean changed = !labels.equals(ofNode);
        ofNode = labels;
        return changed;
    }

    /** What did not come with it is gone. */
    private boolean endSnapshot() {
        boolean changed = arriving != null && namespaces.keySet().retainAll(arriving);
        arriving = null;
        return changed;
    }

    private static Map<String, String> labels(Map<String, String> labels) {
        return labels == null ? Map.of() : labels;
    }
}
