package io.netwatch.agent.kernel;

/**
 * What a source has seen and lost since its start, in connection events unless said otherwise. An event that was read is
 * in just one of {@code seen}, {@code ringFull}, {@code throttled}, {@code sampled} and {@code limited}.
 *
 * @param seen decoded, readings of open connections not counted
 * @param ringFull lost: the ring had no room
 * @param throttled lost: their cgroup was over its share of a crowded ring
 * @param sampled left out by verdict SAMPLE
 * @param ignored connections left out by verdict IGNORE or for their direction
 * @param limited left out: beyond their cgroup's limit of events a second
 * @param ownersLost connections and listeners whose owner was lost: a map was full
 * @param totalsLost lost events of which not even their peer or their cgroup is counted: a map was full
 * @param skipped state changes that the kernel skipped: a program would have interrupted itself
 * @param malformed records that could not be decoded
 * @param dnsSeen packets with DNS in them that were decoded
 * @param dnsLost packets with DNS in them that were not told: too many of their cgroup within a second, or the ring was crowded
 */
public record SourceCounts(
        long seen,
        long ringFull,
        long throttled,
        long sampled,
        long ignored,
        long limited,
        long ownersLost,
        long totalsLost,
        long skipped,
        long malformed,
        long dnsSeen,
        long dnsLost) {

    public static final SourceCounts NONE = new SourceCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Connection events lost on the way to the agent. */
    public long lost() {
        return ringFull + throttled;
    }
}
