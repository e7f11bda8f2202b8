package io.netwatch.agent.policy;

import io.netwatch.agent.kernel.Verdict;
import io.netwatch.agent.libbpf.BpfException;
import io.netwatch.agent.libbpf.FailureReason;
import java.util.HashMap;
import java.util.Map;

/** Holds verdicts as the kernel does, with room for some. */
final class FakeKernel implements VerdictWriter {
    private final Map<Long, Verdict> verdicts = new HashMap<>();
    private int capacity = Integer.MAX_VALUE;
    private int writes;

    @Override
    public void write(long cgroup, Verdict verdict) throws BpfException {
        writes++;
        if (verdict == null) {
            verdicts.remove(cgroup);
        } else if (verdicts.size() >= capacity && !verdicts.containsKey(cgroup)) {
            throw new BpfException(FailureReason.IO, "Could not write to BPF map verdicts: E2BIG.", "");
        } else {
            verdicts.put(cgroup, verdict);
        }
    }

    /** Null when the kernel watches all of it. */
    Verdict of(long cgroup) {
        return verdicts.get(cgroup);
    }

    void capacity(int cgroups) {
        capacity = cgroups;
    }

    int size() {
        return verdicts.size();
    }

    int writes() {
        return writes;
    }
}
