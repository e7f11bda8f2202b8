package io.netwatch.agent.collect;

import io.netwatch.api.snapshot.ConnectionDetail;
import io.netwatch.api.snapshot.ProcessBandwidth;
import java.util.List;

/**
 * What was understood of a tool's output. Sockets that listen, and those without a peer, are no connections and are left out.
 *
 * @param processes with what each carried since its start, without rates; only nettop tells
 * @param malformed lines that were not understood
 */
public record ImportedConnections(
        List<ConnectionDetail> connections, List<ProcessBandwidth> processes, long malformed) {
    public ImportedConnections {
        connections = List.copyOf(connections);
        processes = List.copyOf(processes);
    }
}
