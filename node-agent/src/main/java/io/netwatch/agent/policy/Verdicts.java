package io.netwatch.agent.policy;

import io.netwatch.agent.kernel.Verdict;
import io.netwatch.agent.libbpf.BpfException;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.collections.LongHashSet;

/**
 * What the kernel was told last of each cgroup, so that it is told of changes only. What could not be written is tried again.
 * Used by the thread of events only.
 */
final class Verdicts {
    private final VerdictWriter writer;
    private final Long2ObjectHashMap<Verdict> written = new Long2ObjectHashMap<>();
    private final Long2ObjectHashMap<Verdict> refused = new Long2ObjectHashMap<>();
    private long errors;
    private boolean widened;

    Verdicts(VerdictWriter writer) {
        this.writer = writer;
    }

    /** Null has the kernel watch all of the cgroup. */
    void set(long cgroup, Verdict verdict) {
        Verdict before = written.get(cgroup);
        refused.remove(cgroup);
        if (verdict == null ? before == null : verdict.equals(before)) {
            return;
        }
        try {
            writer.write(cgroup, verdict);
        } catch (BpfException e) {
            errors++;
            refused.put(cgroup, verdict);
            return;
        }
        if (verdict == null) {
            written.remove(cgroup);
        } else {
            written.put(cgroup, verdict);
        }
        widened |= isWider(before, verdict == null ? Verdict.WATCH : verdict);
    }

    /** Whether connections that were ignored may be watched from now on. */
    private static boolean isWider(Verdict before, Verdict after) {
        return before != null && (ignored(before) & ~ignored(after)) != 0;
    }

    private static int ignored(Verdict verdict) {
        return verdict.choice() == Verdict.Choice.IGNORE
                ? Verdict.DIRECTIONS_ALL
                : Verdict.DIRECTIONS_ALL & ~verdict.directions();
    }

    /** Tries again what was refused. */
    void retry() {
        if (!refused.isEmpty()) {
            LongHashSet cgroups = new LongHashSet(refused.size());
            refused.keySet().forEach(cgroup -> cgroups.add(cgroup.longValue()));
            cgroups.forEachLong(cgroup -> set(cgroup, refused.get(cgroup)));
        }
    }

    /** Whether a verdict has come to take in more, since this was asked last. */
    boolean takeWidened() {
        boolean taken = widened;
        widened = false;
        return taken;
    }

    boolean has(long cgroup) {
        return written.containsKey(cgroup);
    }

    int size() {
        return written.size();
    }

    int refused() {
        return refused.size();
    }

    /** How often a verdict could not be written. */
    long errors() {
        return errors;
    }
}
