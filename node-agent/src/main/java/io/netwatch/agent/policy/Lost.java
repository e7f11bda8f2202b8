package io.netwatch.agent.policy;

import io.netwatch.agent.kernel.CgroupCounters;
import org.agrona.collections.Long2LongHashMap;

/** How many events the kernel had not told of each cgroup, when it was asked last. Used by one thread. */
final class Lost {
    private final Long2LongHashMap known = new Long2LongHashMap(0);

    /** By how many it has grown since. A cgroup that the kernel forgot meanwhile begins anew. */
    long grown(CgroupCounters counters) {
        long now = counters.ringFull() + counters.throttled() + counters.limited();
        long before = now == 0 ? known.remove(counters.cgroup()) : known.put(counters.cgroup(), now);
        return now >= before ? now - before : now;
    }

    void forget(long cgroup) {
        known.remove(cgroup);
    }
}
