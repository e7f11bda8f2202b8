package io.netwatch.agent.policy;

/** What is wanted of a cgroup. */
@FunctionalInterface
public interface Selections {
    /** Never null; of a cgroup of which nothing is known, everything. Allocates nothing. */
    Selection of(long cgroup);
}
