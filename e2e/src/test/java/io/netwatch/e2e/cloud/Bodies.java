package io.netwatch.e2e.cloud;

import io.netwatch.api.snapshot.AgentHealth;
import io.netwatch.api.snapshot.ConnectionDetail;
import io.netwatch.api.snapshot.HostInfo;
import io.netwatch.api.snapshot.Kubernetes;
import io.netwatch.api.snapshot.Peer;
import io.netwatch.api.snapshot.Snapshot;
import io.netwatch.api.snapshot.SnapshotJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/** Bodies as agents send them. */
final class Bodies {
    private Bodies() {}

    static HostInfo host(int number) {
        return new HostInfo(new UUID(0, number).toString(), "node-" + number, null, null, null, null, null, null);
    }

    static byte[] body(int host, Instant... timestamps) {
        return SnapshotJson.request(
                "0.1.0",
                host(host),
                Arrays.stream(timestamps)
                        .map(timestamp -> SnapshotJson.write(snapshot(timestamp)))
                        .toList(),
                new AgentHealth(true, 0, 0));
    }

    static Snapshot snapshot(Instant timestamp, ConnectionDetail... connections) {
        return new Snapshot(
                timestamp.toString(),
                List.of(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(connections),
                null,
                null,
                null);
    }

    static ConnectionDetail connection(Kubernetes local, Peer peer, String error) {
        return new ConnectionDetail(
                "TCP",
                "10.1.0.7:48122",
                "10.1.1.9:8080",
                "ESTABLISHED",
                42,
                "server",
                null,
                local,
                peer,
                null,
                null,
                null,
                null,
                null,
                null,
                error);
    }

    static Kubernetes pod(String namespace, String name) {
        return new Kubernetes(namespace, name, null, null, null, null, null, "cgroup");
    }

    static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
