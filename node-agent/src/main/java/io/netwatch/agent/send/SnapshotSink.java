package io.netwatch.agent.send;

import io.netwatch.api.snapshot.Snapshot;
import java.time.Instant;

/** Where snapshots go. */
public interface SnapshotSink extends AutoCloseable {
    /**
     * Keeps it for delivery, on any thread; blocks while the disk works. Never throws: what can't be kept is counted. The
     * snapshot's connections can't be read any more when this has returned.
     */
    void add(Instant timestamp, Snapshot snapshot);

    /** How it goes; on any thread. */
    UploadStatus status();

    @Override
    void close();
}
