package io.netwatch.agent.policy;

/** What is wanted of a cgroup. */
@FunctionalInterface
public interface Selections {
    /** Never null; of a cgroup of which nothing is known, everything. Allocates nothing. */
    Selection of(long cgroup);

    /** A number that changes whenever an answer for a cgroup may be another than before. */
    default long version() {
        return 0;
    }
}
