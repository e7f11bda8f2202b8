package io.netwatch.agent.policy;

import io.netwatch.agent.policy.KnownLabels.Match;
import io.netwatch.api.node.PolicyReport;
import io.netwatch.api.node.PolicyReport.Unmet;
import io.netwatch.api.policy.LabelMatch;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the reports of one moment. Used by the thread of events only. */
final class Reporting {
    private final Map<Rule, Counts> counts = new HashMap<>();
    private final KnownLabels labels;
    private final long now;
    private final int withoutVerdict;

    private static final class Counts {
        private boolean host;
        private int pods;
        /** Pods on which other policies came first. */
        private int crowded;
    }

    /** {@code withoutVerdict} cgroups have no verdict for want of room. */
    Reporting(Collection<Subject> pods, Subject host, KnownLabels labels, long now, int withoutVerdict) {
        this.labels = labels;
        this.now = now;
        this.withoutVerdict = withoutVerdict;
        for (Subject pod : pods) {
            if (pod.goneSince() == 0) {
                count(pod);
            }
        }
        for (Rule rule : host.rules()) {
            of(rule).host = true;
        }
    }

    private void count(Subject pod) {
        int detailed = 0;
        for (Rule rule : pod.rules()) {
            of(rule).pods++;
            detailed += rule.isDetailed() ? 1 : 0;
            if (detailed > CgroupSelection.MAX_RULES && rule.isDetailed()) {
                of(rule).crowded++;
            }
        }
    }

    private Counts of(Rule rule) {
        return counts.computeIfAbsent(rule, missing -> new Counts());
    }

    /** Of those policies that select anything here, have told of anything, or may select something. */
    List<PolicyReport> of(Collection<Rule> rules) {
        List<PolicyReport> reports = new ArrayList<>();
        for (Rule rule : rules) {
            Counts count = of(rule);
            if (count.pods > 0 || count.host || needsLabels(rule) || rule.events() > 0 || isDetached(rule)) {
                reports.add(report(rule, count));
            }
        }
        return reports;
    }

    private static boolean isDetached(Rule rule) {
        return rule.terms().selecting() && rule.ladder().rung() == Ladder.Rung.DETACHED;
    }

    /** Whether what it selects here is not known, as the operator has told of no namespaces, or not of this node. */
    private boolean needsLabels(Rule rule) {
        Terms terms = rule.terms();
        return rule.isActive(now)
                && (labels.ofNode(terms.nodeSelector()) == Match.UNKNOWN
                        || (labels.hasNoNamespaces() && !LabelMatch.isEmpty(terms.namespaceSelector())));
    }

    private PolicyReport report(Rule rule, Counts count) {
        Terms terms = rule.terms();
        List<Unmet> unmet = new ArrayList<>(terms.unmet());
        unmet.addAll(rule.follower().unmet());
        if (count.crowded > 0) {
            unmet.add(Shortfalls.tooManyPolicies(count.crowded));
        }
        if (withoutVerdict > 0) {
            unmet.add(Shortfalls.verdictsFull(withoutVerdict));
        }
        if (needsLabels(rule)) {
            unmet.add(Shortfalls.labelsUnknown());
        }
        return new PolicyReport(
                terms.uid(),
                terms.generation(),
                count.pods,
                rule.events(),
                rule.eventsPerSecond(),
                rule.lost(),
                rule.ladder().rung().label(),
                rule.follower().upload(),
                unmet);
    }
}
