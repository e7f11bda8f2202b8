package io.netwatch.agent.policy;

import io.netwatch.agent.identify.NodePod;
import io.netwatch.agent.identify.OwnerListener;
import io.netwatch.agent.kernel.CgroupCounters;
import io.netwatch.agent.policy.KnownLabels.Match;
import io.netwatch.api.identity.IdentityLine;
import io.netwatch.api.node.PolicyReport;
import io.netwatch.api.policy.Policy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * What policies want of this node: decides, for each cgroup, what the kernel tells and what is kept of it, and decides anew
 * when a policy, a pod, or what is known of either changes. Used by the thread of events only; {@link #of} allocates nothing.
 *
 * <ul>
 *   <li>Until all policies are known, and of a cgroup of which nothing is known, everything is watched.
 *   <li>A pod that no policy selects is ignored, and so are the node's own processes unless a policy asks for hosts.
 *   <li>A selector that needs labels that are not known selects nothing, as it might select wrongly; the kernel watches all of
 *       the pod meanwhile, so that connections are found with their owners once it does.
 *   <li>A pod that is gone keeps what was decided, for events that come late; the kernel forgets it after {@link
 *       #LINGER_MILLIS}, when its last sockets have ended.
 * </ul>
 */
public final class PolicyBook implements Selections, OwnerListener {
    /** TIME_WAIT, include/net/tcp.h: 60 s; and some more. */
    private static final long LINGER_MILLIS = TimeUnit.SECONDS.toMillis(90);

    private final int agentConnections;
    private final Followers followers;
    private final KnownLabels labels;
    private final Verdicts verdicts;
    private final Spending spending = new Spending();
    private final Lost lost = new Lost();
    private final Map<String, Rule> rules = new LinkedHashMap<>();
    private final Map<String, Subject> pods = new HashMap<>();
    private final Subject host = new Subject(0, null);
    private final Long2ObjectHashMap<Subject> cgroups = new Long2ObjectHashMap<>();
    private final List<Rule> selecting = new ArrayList<>();
    private boolean policiesKnown;
    private long sources;
    private long version;
    private long now;

    /**
     * @param node the own one's name
     * @param agentConnections that the agent keeps in all
     * @param followers who follows each policy
     * @param now ms since 1970, not 0
     */
    public PolicyBook(String node, int agentConnections, VerdictWriter writer, Followers followers, long now) {
        this.agentConnections = agentConnections;
        this.followers = followers;
        this.labels = new KnownLabels(node);
        this.verdicts = new Verdicts(writer);
        this.now = now;
    }

    @Override
    public Selection of(long cgroup) {
        Subject subject = cgroups.get(cgroup);
        return subject == null ? Selection.EVERYTHING : subject.selection();
    }

    @Override
    public long version() {
        return version;
    }

    /** The API server tells of a policy, for the first time or again. */
    public void onPolicy(Policy policy) {
        Terms terms = Terms.of(policy, agentConnections);
        Rule known = rules.get(terms.uid());
        if (known == null) {
            known = new Rule(terms, followers.of(policy));
            rules.put(terms.uid(), known);
        } else if (known.terms().generation() == terms.generation()) {
            return; // its status or its labels changed
        } else {
            known.edit(terms, followers.of(policy));
        }
        reconsider(known);
    }

    /** A policy is gone from the API server. */
    public void onPolicyGone(String uid) {
        Rule gone = rules.remove(uid);
        if (gone != null) {
            followers.onGone(uid);
            reconsider(gone);
        }
    }

    /** All policies that there were have been told of; from now on what none selects is ignored. */
    public void onPoliciesKnown() {
        if (!policiesKnown) {
            policiesKnown = true;
            decideAll();
        }
    }

    /** The API server tells of a pod of this node, for the first time or again. */
    public void onPod(NodePod pod) {
        Subject known = pods.get(pod.uid());
        if (known == null) {
            add(pod).list();
        } else if (known.update(pod)) {
            known.list();
            decide(known);
        }
    }

    /** A pod of this node is gone from the API server. */
    public void onPodGone(String uid) {
        Subject subject = pods.get(uid);
        if (subject != null) {
            subject.unlist(now);
        }
    }

    /** The operator tells of peers: labels of namespaces and nodes are among it. */
    public void onLine(IdentityLine line) {
        if (!labels.onLine(line)) {
            return;
        }
        if (line.namespace() == null) {
            decideAll();
            return;
        }
        for (Subject pod : pods.values()) {
            if (pod.goneSince() == 0
                    && pod.pod().namespace().equals(line.namespace().name())) {
                decide(pod);
            }
        }
    }

    /** The pod may be gone by now. */
    @Override
    public void onPod(long cgroup, NodePod pod) {
        Subject known = pods.get(pod.uid());
        join(cgroup, known == null ? add(pod) : known);
    }

    @Override
    public void onHost(long cgroup) {
        if (host.cgroups().isEmpty()) {
            decide(host);
        }
        join(cgroup, host);
    }

    @Override
    public void onUnknown(long cgroup) {
        onForgotten(cgroup);
    }

    @Override
    public void onForgotten(long cgroup) {
        leave(cgroup);
        verdicts.set(cgroup, null);
        lost.forget(cgroup);
    }

    private void join(long cgroup, Subject subject) {
        if (cgroups.get(cgroup) != subject) {
            leave(cgroup);
            cgroups.put(cgroup, subject);
            version++;
            subject.cgroups().add(cgroup);
        }
        verdicts.set(cgroup, subject.verdict());
    }

    private void leave(long cgroup) {
        Subject before = cgroups.remove(cgroup);
        if (before != null) {
            before.cgroups().remove(cgroup);
            if (before.isOfNoUse()) {
                pods.remove(before.pod().uid(), before);
            }
        }
    }

    private Subject add(NodePod pod) {
        Subject added = new Subject(++sources, pod);
        pods.put(pod.uid(), added);
        decide(added);
        return added;
    }

    /** A rule came, changed or went. */
    private void reconsider(Rule rule) {
        boolean there = rules.get(rule.terms().uid()) == rule;
        reconsider(host, rule, there);
        for (Subject pod : pods.values()) {
            if (pod.goneSince() == 0) {
                reconsider(pod, rule, there);
            }
        }
    }

    private void reconsider(Subject subject, Rule rule, boolean there) {
        boolean selects = there && rule.isActive(now) && subject.isSelectedBy(rule.terms(), labels) != Match.NO;
        if (selects || subject.hasRule(rule)) {
            decide(subject);
        }
    }

    private void decideAll() {
        decide(host);
        for (Subject pod : pods.values()) {
            if (pod.goneSince() == 0) {
                decide(pod);
            }
        }
    }

    private void decide(Subject subject) {
        if (!policiesKnown) {
            return;
        }
        boolean certain = select(subject);
        if (subject.decide(selecting, certain)) {
            version++;
        }
        subject.cgroups().forEachLong(cgroup -> verdicts.set(cgroup, subject.verdict()));
    }

    /** Finds the rules that select; returns whether they are certain to be all. */
    private boolean select(Subject subject) {
        boolean certain = true;
        selecting.clear();
        for (Rule rule : rules.values()) {
            Match match = rule.isActive(now) ? subject.isSelectedBy(rule.terms(), labels) : Match.NO;
            certain &= match != Match.UNKNOWN;
            if (match == Match.YES) {
                selecting.add(rule);
            }
        }
        return certain;
    }

    /**
     * To be called about once a second: ends what has expired, holds budgets, and tries again what failed.
     *
     * @param millis since 1970
     * @param cpuNanos CPU time that the process has used
     */
    public void tick(long millis, long cpuNanos) {
        long before = now;
        now = millis;
        boolean looked = spending.look(millis, cpuNanos, rules.values());
        for (Rule rule : rules.values()) {
            boolean expired = rule.terms().expires() <= millis && rule.terms().expires() > before;
            if (expired || (looked && spending.changed(rule))) {
                reconsider(rule);
            }
        }
        verdicts.retry();
        pods.values().removeIf(this::isOver);
    }

    /** Whether a pod has been gone for long enough; then the kernel forgets it. */
    private boolean isOver(Subject pod) {
        if (pod.goneSince() == 0 || now - pod.goneSince() < LINGER_MILLIS) {
            return false;
        }
        pod.cgroups().forEachLong(cgroup -> verdicts.set(cgroup, null));
        return true;
    }

    /** Takes in what the kernel did not tell, by cgroup; to be called now and then, and before {@link #report}. */
    public void account(List<CgroupCounters> counters) {
        for (CgroupCounters counter : counters) {
            long more = lost.grown(counter);
            Subject subject = more == 0 ? null : cgroups.get(counter.cgroup());
            if (subject != null) {
                for (Rule rule : subject.rules()) {
                    rule.lose(more);
                }
            }
        }
    }

    /** UIDs of all policies that there are; null until all are known. */
    public Set<String> policies() {
        return policiesKnown ? Set.copyOf(rules.keySet()) : null;
    }

    /** The pod that a source stands for; null when it is gone, or the source stands for the node itself. */
    public NodePod podOf(long source) {
        for (Subject pod : pods.values()) {
            if (pod.source() == source) {
                return pod.pod();
            }
        }
        return null;
    }

    /** What was told and lost of a policy since the agent learnt of it; all 0 for one that is not known. */
    public Told toldOf(String policy) {
        Rule rule = rules.get(policy);
        return rule == null ? Told.NOTHING : new Told(rule.events(), rule.lost() - rule.notKept(), rule.notKept());
    }

    /** What is done for each policy that selects anything here, or has. */
    public List<PolicyReport> report() {
        return new Reporting(pods.values(), host, labels, now, verdicts.refused()).of(rules.values());
    }

    /** Whether connections that were ignored may be watched by now, since this was asked last: they are to be found. */
    public boolean takeWidened() {
        return verdicts.takeWidened();
    }

    /** Whether a cgroup has a verdict: the kernel should hold none of others. */
    public boolean hasVerdict(long cgroup) {
        return verdicts.has(cgroup);
    }

    /** Counts of the book itself. */
    public Figures figures() {
        return new Figures(rules.size(), pods.size(), verdicts.size(), verdicts.refused(), verdicts.errors());
    }

    /**
     * How much there is.
     *
     * @param verdicts cgroups that have one in the kernel
     * @param refused cgroups that should have one, but for which there was no room
     * @param errors how often a verdict could not be written
     */
    public record Figures(int policies, int pods, int verdicts, int refused, long errors) {}
}
