package io.netwatch.agent.send;

import io.netwatch.api.snapshot.AgentHealth;
import io.netwatch.api.snapshot.HostInfo;
import io.netwatch.api.snapshot.Snapshot;
import io.netwatch.api.snapshot.SnapshotJson;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * A folder of the host instead of a cloud: {@code snapshots.ndjson}, of which each line is a request with one snapshot, and three older
 * files. Needs no spool; counts since the agent's start. Thread-safe; blocks while the disk works.
 */
public final class FolderSink implements SnapshotSink {
    private static final Logger LOG = Logger.getLogger(FolderSink.class);
    static final long MAX_BYTES = 16 * 1024 * 1024;
    static final int FILES = 4;
    /** Snapshots that wait for the host to be known. */
    private static final int EARLY = 16;

    private final Path root;
    private final Path folder;
    private final Origin origin;
    private final LineFile lines;
    private final Deque<Early> early = new ArrayDeque<>();
    private final Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
    private long delivered;
    private Instant lastDelivered;
    private UploadStatus.State state = UploadStatus.State.WAITING;
    private String message;

    private record Early(Instant taken, Packed snapshot) {}

    /**
     * @param root what paths of the host begin with, as the agent sees them: {@code /proc/1/root} in a pod
     * @param endpoint {@code file:///path} of a folder; made when it is missing
     * @throws IllegalArgumentException when the endpoint is no folder of the host
     */
    public FolderSink(Path root, URI endpoint, Origin origin) {
        this(root, endpoint, origin, MAX_BYTES);
    }

    /** {@code maxBytes} of each file. */
    FolderSink(Path root, URI endpoint, Origin origin, long maxBytes) {
        String path = endpoint.getPath();
        Path inner = path == null || !"file".equals(endpoint.getScheme()) ? null : Path.of(path);
        if (inner == null || !inner.isAbsolute() || !inner.equals(inner.normalize()) || inner.getNameCount() == 0) {
            throw new IllegalArgumentException("a folder is file:///path, without '..' in it");
        }
        this.root = root;
        this.folder = root.resolve(inner.toString().substring(1));
        this.origin = origin;
        this.lines = new LineFile(folder, "snapshots", maxBytes, FILES);
        this.message = "Nothing was written to " + folder + " yet.";
    }

    @Override
    public synchronized void add(Instant timestamp, Snapshot snapshot) {
        HostInfo host = origin.host().get();
        if (host == null) {
            hold(timestamp, snapshot);
            return;
        }
        for (Early one = early.poll(); one != null; one = early.poll()) {
            Packed packed = one.snapshot();
            write(one.taken(), host, start -> {
                OutputStream out = start.begin();
                packed.unpack().transferTo(out);
                return out;
            });
        }
        write(timestamp, host, start -> SnapshotJson.write(snapshot, SnapshotJson.MAX_BYTES, start));
    }

    private void hold(Instant timestamp, Snapshot snapshot) {
        try {
            early.add(new Early(timestamp, Packed.of(snapshot)));
        } catch (RuntimeException e) {
            misunderstood(e);
        }
        if (early.size() > EARLY) {
            early.poll();
            drop(DropReason.SPOOL_FULL);
        }
    }

    /** A line that begins with its request's head. */
    private void write(Instant taken, HostInfo host, SnapshotWriter writer) {
        try {
            prepare();
            RequestFrame frame = new RequestFrame(origin.agentVersion(), host, health());
            lines.append(begin -> {
                OutputStream out = writer.writeTo(() -> {
                    OutputStream line = begin.begin();
                    line.write(frame.head());
                    return line;
                });
                out.write(frame.tail());
            });
            delivered++;
            lastDelivered = taken;
            say(UploadStatus.State.DELIVERING, delivered + " snapshots were written to " + folder + ".");
        } catch (FileSystemException e) {
            fail(e.getFile() + ": " + (e.getReason() == null ? e.getClass().getSimpleName() : e.getReason()));
        } catch (IOException e) {
            fail(e.getMessage());
        } catch (RuntimeException e) {
            misunderstood(e);
        }
    }

    /** A record that can't be written is a mistake of ours, and no reason to stop. */
    private void misunderstood(RuntimeException e) {
        LOG.error("a snapshot can't be written", e);
        drop(DropReason.NOT_UNDERSTOOD);
    }

    /** Writes a snapshot, and returns where it went. */
    private interface SnapshotWriter {
        OutputStream writeTo(SnapshotJson.Start<OutputStream> start) throws IOException;
    }

    private AgentHealth health() {
        long lost = dropped.values().stream().mapToLong(Long::longValue).sum();
        return new AgentHealth(origin.collectorsOk().getAsBoolean(), lost, early.size());
    }

    /** Makes what is missing. A link would lead out of the host's root, into the agent's own. */
    private void prepare() throws IOException {
        Path at = root;
        for (Path part : root.relativize(folder)) {
            at = at.resolve(part);
            if (Files.isSymbolicLink(at)) {
                throw new IOException(at + " is a symbolic link; name the folder that it leads to");
            }
            if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(
                        at, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        }
    }

    private void fail(String why) {
        drop(DropReason.DISK_FULL);
        say(
                UploadStatus.State.SPOOL_FULL,
                "Snapshots can't be written to " + folder + " and are dropped: " + ForeignText.clean(why, "") + ".");
    }

    private void drop(DropReason reason) {
        dropped.merge(reason, 1L, Long::sum);
    }

    private void say(UploadStatus.State next, String sentence) {
        if (next != state && next == UploadStatus.State.SPOOL_FULL) {
            LOG.warn(sentence);
        }
        state = next;
        message = sentence;
    }

    @Override
    public synchronized UploadStatus status() {
        return new UploadStatus(state, message, lastDelivered, delivered, dropped, early.size(), 0);
    }

    @Override
    public void close() {
        // each line is closed when it is written
    }
}
