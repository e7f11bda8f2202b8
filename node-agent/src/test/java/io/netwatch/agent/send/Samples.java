package io.netwatch.agent.send;

import io.netwatch.api.snapshot.ConnectionDetail;
import io.netwatch.api.snapshot.HostInfo;
import io.netwatch.api.snapshot.ProcessBandwidth;
import io.netwatch.api.snapshot.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Snapshots and a host. */
final class Samples {
    static final HostInfo HOST = new HostInfo(
            "6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "node-\"snapshots\":[0", null, "6.1.0", 100L, null, 2, null);

    private Samples() {}

    static Snapshot empty(Instant taken) {
        return with(taken, null, null);
    }

    static Snapshot with(Instant taken, List<ProcessBandwidth> processes, List<ConnectionDetail> connections) {
        return new Snapshot(
                taken.toString(),
                List.of(),
                null,
                3,
                null,
                null,
                null,
                null,
                null,
                processes,
                connections,
                null,
                null,
                null);
    }

    /** The first is the most active. */
    static List<ConnectionDetail> connections(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new ConnectionDetail(
                        "TCP",
                        "10.0.0.1:" + (1024 + i % 60_000),
                        "10.0." + i % 256 + ".2:443",
                        "ESTABLISHED",
                        i,
                        "curl-" + i,
                        null,
                        null,
                        null,
                        "outbound",
                        null,
                        null,
                        (long) (count - i),
                        null,
                        null,
                        null))
                .toList();
    }

    static List<ProcessBandwidth> processes(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new ProcessBandwidth("process-" + i, i, 1, 1, 1.0, 1.0, 1))
                .toList();
    }
}
