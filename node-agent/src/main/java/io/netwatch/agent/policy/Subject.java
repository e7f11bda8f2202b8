package io.netwatch.agent.policy;

import io.netwatch.agent.identify.NodePod;
import io.netwatch.agent.kernel.Verdict;
import io.netwatch.agent.policy.KnownLabels.Match;
import io.netwatch.api.policy.LabelMatch;
import java.util.List;
import org.agrona.collections.LongHashSet;

/**
 * Whom policies select: a pod, or the node's own processes, with its cgroups and what was decided about them. Used by the thread
 * of events only.
 */
final class Subject {
    private static final Rule[] NONE = {};

    private final long source;
    private final LongHashSet cgroups = new LongHashSet();
    private NodePod pod;
    private long goneSince;
    private boolean listed;
    private Rule[] rules = NONE;
    private Selection selection = Selection.EVERYTHING;
    private Verdict verdict;

    /** {@code pod} is null for the node's own processes, whose {@code source} is 0. */
    Subject(long source, NodePod pod) {
        this.source = source;
        this.pod = pod;
    }

    /** What {@link Follower} knows it by. */
    long source() {
        return source;
    }

    NodePod pod() {
        return pod;
    }

    /** Takes a pod as it is now; returns whether what policies look at changed. */
    boolean update(NodePod now) {
        boolean changed = !listed || !now.labels().equals(pod.labels());
        pod = now;
        return changed;
    }

    LongHashSet cgroups() {
        return cgroups;
    }

    /** The API server has it. */
    void list() {
        listed = true;
        goneSince = 0;
    }

    /** The API server has it no more. */
    void unlist(long now) {
        listed = false;
        goneSince = now;
    }

    /** Whether it is a pod of which neither the API server nor any cgroup is left. */
    boolean isOfNoUse() {
        return pod != null && !listed && cgroups.isEmpty();
    }

    /** When its pod went, ms; 0 = it has not. */
    long goneSince() {
        return goneSince;
    }

    /** All that select it. */
    Rule[] rules() {
        return rules;
    }

    boolean hasRule(Rule rule) {
        for (Rule each : rules) {
            if (each == rule) {
                return true;
            }
        }
        return false;
    }

    Selection selection() {
        return selection;
    }

    /** Null = the kernel watches it. */
    Verdict verdict() {
        return verdict;
    }

    /**
     * Decides what is wanted of it, as far as that is certain; while more may turn out to be, the kernel watches it whole. Returns
     * whether the selection is another one.
     */
    boolean decide(List<Rule> selecting, boolean certain) {
        Selection was = selection;
        rules = selecting.toArray(Rule[]::new);
        Rule[] detailed = selecting.stream()
                .filter(Rule::isDetailed)
                .limit(CgroupSelection.MAX_RULES)
                .toArray(Rule[]::new);
        if (!(selection instanceof CgroupSelection before) || !before.isOf(detailed)) {
            selection = new CgroupSelection(source, detailed);
        }
        verdict = certain ? union() : null;
        return selection != was;
    }

    private Verdict union() {
        int share = 0;
        int directions = 0;
        int perSecond = 0;
        for (Rule rule : rules) {
            Terms terms = rule.terms();
            share = Math.max(share, rule.ladder().share(terms.share()));
            directions = Terms.directions(directions | terms.directions());
            perSecond = Math.max(perSecond, terms.perSecond());
        }
        if (directions == 0) {
            return Verdict.IGNORE;
        }
        Verdict.Choice choice = share == Verdict.SHARE_ALL ? Verdict.Choice.WATCH : Verdict.Choice.SAMPLE;
        return new Verdict(choice, share, directions, perSecond);
    }

    /** Whether a policy selects it. */
    Match isSelectedBy(Terms terms, KnownLabels labels) {
        if (pod == null) {
            return terms.hosts() ? labels.ofNode(terms.nodeSelector()) : Match.NO;
        }
        boolean foreign = terms.namespace() != null && !terms.namespace().equals(pod.namespace());
        if (foreign || !LabelMatch.matches(terms.podSelector(), pod.labels())) {
            return Match.NO;
        }
        Match node = labels.ofNode(terms.nodeSelector());
        Match namespace = labels.ofNamespace(pod.namespace(), terms.namespaceSelector());
        if (node == Match.NO || namespace == Match.NO) {
            return Match.NO;
        }
        return node == Match.YES ? namespace : node;
    }
}
