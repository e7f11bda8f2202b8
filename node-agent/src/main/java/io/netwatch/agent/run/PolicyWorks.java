package io.netwatch.agent.run;

import io.netwatch.agent.policy.Follower;
import io.netwatch.agent.policy.Followers;
import io.netwatch.agent.snapshot.Gathering;
import io.netwatch.api.node.PolicyReport.Unmet;
import io.netwatch.api.policy.Collector;
import io.netwatch.api.policy.Policy;
import io.netwatch.api.policy.PolicyCheck;
import io.netwatch.api.policy.PolicySpec;
import io.netwatch.api.policy.SnapshotSettings;
import io.netwatch.api.snapshot.Alert;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** The policies for which more is done than keeping their connections. Changed on the thread of events, read by any. */
final class PolicyWorks implements Followers {
    private final Map<String, PolicyWork> works = new ConcurrentHashMap<>();
    private final Gatherings gatherings;

    /** Makes what gathers for a policy. */
    interface Gatherings {
        Gathering of(PolicySpec spec, boolean withProcesses, boolean withDns);
    }

    PolicyWorks(Gatherings gatherings) {
        this.gatherings = gatherings;
    }

    /** What a policy wants of its snapshots. */
    static SnapshotSettings settings(PolicySpec spec) {
        return spec.snapshot() == null ? new SnapshotSettings(null, null, null) : spec.snapshot();
    }

    @Override
    public Follower of(Policy policy) {
        String uid = policy.getMetadata().getUid();
        PolicySpec spec = policy.policySpec();
        boolean wanted = spec.cloud() != null || spec.detectors() != null;
        if (!wanted || spec.suspend() || !PolicyCheck.of(spec).isEmpty()) {
            works.remove(uid);
            return Follower.NONE;
        }
        PolicyWork before = works.get(uid);
        PolicyWork work = new PolicyWork(
                uid,
                spec,
                before != null && gathersTheSame(before.spec(), spec) ? before.gathering() : gathering(spec));
        works.put(uid, work);
        return work;
    }

    /** What was gathered is kept over an edit that does not concern it. */
    private static boolean gathersTheSame(PolicySpec before, PolicySpec after) {
        return Objects.equals(before.detectors(), after.detectors())
                && (before.cloud() == null) == (after.cloud() == null)
                && settings(before).collectors().equals(settings(after).collectors());
    }

    private Gathering gathering(PolicySpec spec) {
        List<Collector> collectors =
                spec.cloud() == null ? List.of() : settings(spec).collectors();
        return gatherings.of(spec, collectors.contains(Collector.Processes), collectors.contains(Collector.Dns));
    }

    @Override
    public void onGone(String uid) {
        works.remove(uid);
    }

    /** Null for a policy that needs none, or is gone. */
    PolicyWork find(String uid) {
        return works.get(uid);
    }

    /** All open connections were read; to be called on the thread of events, at most every few seconds. */
    void sample() {
        works.values().forEach(work -> work.gathering().sample());
    }

    boolean wantDns() {
        return works.values().stream().anyMatch(work -> work.gathering().wantsDns());
    }

    /** What looks wrong, by policy; on the thread of events. */
    Map<String, List<Alert>> alerts() {
        Map<String, List<Alert>> alerts = new HashMap<>();
        works.forEach((uid, work) -> {
            List<Alert> active = work.gathering().alerts();
            if (!active.isEmpty()) {
                alerts.put(uid, active);
            }
        });
        return alerts;
    }

    /** DNS can't be seen, for this reason; null when it can. */
    void onDnsWatched(String refusal) {
        for (PolicyWork work : works.values()) {
            boolean concerned = refusal != null && work.gathering().wantsDns();
            work.setUnmet(concerned ? List.of(new Unmet("DnsNotSeen", refusal)) : List.of());
        }
    }
}
