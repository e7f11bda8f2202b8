package io.netwatch.agent.view;

import io.netwatch.agent.config.AttachMode;
import io.netwatch.agent.event.EventKind;
import java.util.List;
import java.util.Map;

/**
 * How much of what happened the agent has seen: shown wherever connections are, so that nobody takes a part for the
 * whole. Counts are since the agent started.
 *
 * @param mode how the agent learns of connections; not AUTO
 * @param notTaken a sentence for each better mode that could not be had; empty when the best one could
 * @param seen events by kind; a kind that is not there was not seen
 * @param lost by reason; a reason that is not there did not occur
 * @param open connections that are open
 * @param failed connects that ended without a connection
 * @param evicted connections that had ended and made room for new ones before their time; they had been told
 */
public record Completeness(
        AttachMode mode,
        List<String> notTaken,
        Map<EventKind, Long> seen,
        Map<Loss, Long> lost,
        int open,
        long failed,
        long evicted) {

    public Completeness {
        notTaken = List.copyOf(notTaken);
        seen = Map.copyOf(seen);
        lost = Map.copyOf(lost);
    }

    long seenOf(EventKind kind) {
        return seen.getOrDefault(kind, 0L);
    }

    long lostTo(Loss reason) {
        return lost.getOrDefault(reason, 0L);
    }

    /** Of connections; the kernel's other records, names of cgroups and DNS, are not counted here. */
    public long seenInAll() {
        return seen.entrySet().stream()
                .filter(entry -> entry.getKey() != EventKind.CGROUP && entry.getKey() != EventKind.DNS)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    long lostInAll() {
        return lost.values().stream().mapToLong(Long::longValue).sum();
    }
}
