package io.netwatch.agent.policy;

import io.netwatch.agent.kernel.Verdict;
import io.netwatch.agent.libbpf.BpfException;

/** Where verdicts go: the kernel's table, or nowhere where the kernel can't be told. */
@FunctionalInterface
public interface VerdictWriter {
    /** Sets a cgroup's verdict; null removes it. Fails when there is no room for another cgroup. */
    void write(long cgroup, Verdict verdict) throws BpfException;
}
