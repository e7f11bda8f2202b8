package io.netwatch.agent.send;

import io.netwatch.api.snapshot.Snapshot;
import io.netwatch.api.snapshot.SnapshotJson;
import io.netwatch.api.snapshot.UnreadableJsonException;
import java.util.List;
import java.util.Optional;

/** Makes a snapshot smaller that a server will not take: connections first, the least active first, then processes. */
final class CutDown {
    private CutDown() {}

    /** At most so many bytes if what is left without either is that short, but smaller in any case; empty when it can't be. */
    static Optional<byte[]> to(int bytes, byte[] json) {
        try {
            Snapshot snapshot = SnapshotJson.read(json);
            byte[] cut = SnapshotJson.write(snapshot, bytes);
            for (int keep = count(snapshot); cut.length > bytes && keep > 0; ) {
                keep /= 2;
                cut = SnapshotJson.write(withProcesses(snapshot, keep), bytes);
            }
            return cut.length < json.length ? Optional.of(cut) : Optional.empty();
        } catch (UnreadableJsonException e) {
            return Optional.empty();
        }
    }

    private static int count(Snapshot snapshot) {
        return snapshot.processes() == null ? 0 : snapshot.processes().size();
    }

    private static Snapshot withProcesses(Snapshot whole, int keep) {
        return new Snapshot(
                whole.timestamp(),
                whole.interfaces(),
                whole.health(),
                whole.connectionCount(),
                whole.system(),
                whole.diskUsage(),
                whole.diskIo(),
                whole.tcpTimeWait(),
                whole.tcpCloseWait(),
                keep == 0 ? null : List.copyOf(whole.processes().subList(0, keep)),
                whole.connections(),
                whole.alerts(),
                whole.dnsAnalytics(),
                whole.completeness());
    }
}
