package io.netwatch.agent.send;

import io.netwatch.api.snapshot.AgentHealth;
import io.netwatch.api.snapshot.HostInfo;
import io.netwatch.api.snapshot.SnapshotJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.zip.GZIPOutputStream;

/**
 * The body of a request, of which only one snapshot at a time is in memory as JSON: 5 MB would be much for an agent. Can be sent several
 * times.
 */
final class RequestBody implements Iterable<byte[]> {
    /** Stands for the snapshots in the frame; the name before it can't be part of a string, where its quotes would be escaped. */
    private static final String PLACE = "0";

    private static final String BEFORE = "\"snapshots\":[";
    private static final byte[] COMMA = {','};

    private final byte[] head;
    private final byte[] tail;
    private final List<Spooled> snapshots;

    RequestBody(String agentVersion, HostInfo host, AgentHealth health, List<Spooled> snapshots) {
        byte[] frame = SnapshotJson.request(agentVersion, host, List.of(ascii(PLACE)), health);
        int place = new String(frame, StandardCharsets.ISO_8859_1).indexOf(BEFORE + PLACE) + BEFORE.length();
        this.head = Arrays.copyOf(frame, place);
        this.tail = Arrays.copyOfRange(frame, place + PLACE.length(), frame.length);
        this.snapshots = List.copyOf(snapshots);
    }

    /** Of the body without any snapshot. */
    static int frameBytes(String agentVersion, HostInfo host, AgentHealth health) {
        return new RequestBody(agentVersion, host, health, List.of()).bytes();
    }

    int bytes() {
        int bytes = head.length + tail.length + Math.max(0, snapshots.size() - 1);
        for (Spooled one : snapshots) {
            bytes += one.size();
        }
        return bytes;
    }

    BodyPublisher plain() {
        return BodyPublishers.fromPublisher(BodyPublishers.ofByteArrays(this), bytes());
    }

    BodyPublisher compressed() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            for (byte[] part : this) {
                out.write(part);
            }
        } catch (IOException e) {
            throw new IllegalStateException("memory can be written to", e);
        }
        return BodyPublishers.ofByteArray(bytes.toByteArray());
    }

    /** Head, snapshots with commas between them, tail. */
    @Override
    public Iterator<byte[]> iterator() {
        return new Iterator<>() {
            private int part;

            @Override
            public boolean hasNext() {
                return part <= lastPart();
            }

            @Override
            public byte[] next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return part(part++);
            }
        };
    }

    private int lastPart() {
        return snapshots.isEmpty() ? 1 : 2 * snapshots.size();
    }

    private byte[] part(int part) {
        if (part == 0) {
            return head;
        }
        if (part == lastPart()) {
            return tail;
        }
        return part % 2 == 1 ? snapshots.get(part / 2).json() : COMMA;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
