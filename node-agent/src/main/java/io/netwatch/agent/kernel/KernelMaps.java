package io.netwatch.agent.kernel;

import io.netwatch.agent.libbpf.BpfException;
import io.netwatch.agent.libbpf.BpfMap;
import io.netwatch.agent.libbpf.BpfObject;
import io.netwatch.agent.libbpf.NativeMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/** The maps beside the ring, read and written as event.h lays them out. Used by one thread, and freed with its source. */
public final class KernelMaps implements AutoCloseable {
    /** Cgroups that may have a verdict: the size of map {@code verdicts} in maps.h. */
    public static final int VERDICTS = 8192;

    private static final int CGROUP_KEY_BYTES = 8;
    private static final int SCRATCH_BYTES = 128;

    private final BpfMap losses;
    private final BpfMap cgroups;
    private final BpfMap totals;
    private final BpfMap verdicts;
    private final long hasVerdicts;
    private final int cpus;
    private final long perCpu;
    private final long key = NativeMemory.allocate(SCRATCH_BYTES);
    private final long value = NativeMemory.allocate(SCRATCH_BYTES);

    /** {@code hasVerdicts} is where the programs look whether there are any. */
    KernelMaps(BpfObject object, long hasVerdicts) {
        this.hasVerdicts = hasVerdicts;
        this.losses = object.map("losses");
        this.cgroups = object.map("cgroups");
        this.totals = object.map("totals");
        this.verdicts = object.map("verdicts");
        this.cpus = losses.possibleCpus();
        this.perCpu = NativeMemory.allocate((long) cpus * Losses.BYTES);
    }

    /** Losses of each CPU that the machine may have. */
    public List<Losses> losses() {
        NativeMemory.putInt(key, 0);
        losses.lookup(key, perCpu);
        List<Losses> all = new ArrayList<>(cpus);
        for (int cpu = 0; cpu < cpus; cpu++) {
            all.add(Losses.read(perCpu + (long) cpu * Losses.BYTES));
        }
        return all;
    }

    /** Counters of each cgroup that connected or listened, or lost an event. */
    public List<CgroupCounters> cgroups() {
        List<CgroupCounters> all = new ArrayList<>();
        cgroups.forEachKey(CGROUP_KEY_BYTES, at -> {
            if (cgroups.lookup(at, value)) {
                all.add(CgroupCounters.read(NativeMemory.getLong(at), value));
            }
        });
        return all;
    }

    /** Counts by cgroup, peer, port and outcome of the events that are not on the ring. */
    public List<Totals> totals() {
        List<Totals> all = new ArrayList<>();
        totals.forEachKey(Totals.KEY_BYTES, at -> {
            if (totals.lookup(at, value)) {
                all.add(Totals.read(at, value));
            }
        });
        return all;
    }

    /** Decides about a cgroup's connections, from their next event on. Fails when there is no room for another cgroup. */
    public void setVerdict(long cgroup, Verdict verdict) throws BpfException {
        NativeMemory.putLong(key, cgroup);
        verdict.write(value);
        verdicts.update(key, value);
        NativeMemory.putIntFenced(hasVerdicts, 1);
    }

    /** Back to what a cgroup without a verdict gets: its connections are watched. */
    public void removeVerdict(long cgroup) {
        NativeMemory.putLong(key, cgroup);
        verdicts.delete(key);
    }

    /** Removes the verdicts of cgroups that are not known any more; returns how many are left. */
    public int sweepVerdicts(LongPredicate known) {
        List<Long> gone = new ArrayList<>();
        int[] all = {0};
        verdicts.forEachKey(CGROUP_KEY_BYTES, at -> {
            all[0]++;
            if (!known.test(NativeMemory.getLong(at))) {
                gone.add(NativeMemory.getLong(at));
            }
        });
        gone.forEach(this::removeVerdict);
        return all[0] - gone.size();
    }

    @Override
    public void close() {
        NativeMemory.free(perCpu);
        NativeMemory.free(key);
        NativeMemory.free(value);
    }
}
