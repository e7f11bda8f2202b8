package io.netwatch.e2e.cloud;

import java.util.List;

/**
 * What came in so far.
 *
 * @param requests all that were answered, with whatever
 * @param snapshots taken, each once
 * @param duplicates snapshots that were there already, and were taken again
 * @param rejected snapshots of requests that were read
 * @param hosts in the order in which they came
 */
public record Counts(long requests, long snapshots, long duplicates, long rejected, List<Host> hosts) {
    /**
     * A host of the account.
     *
     * @param snapshots taken, each once
     * @param lastTimestamp of the latest snapshot that was taken; null = none
     */
    public record Host(String hostId, String hostname, long snapshots, String lastTimestamp) {}
}
