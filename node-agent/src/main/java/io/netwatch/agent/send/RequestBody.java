package io.netwatch.agent.send;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.AbstractList;
import java.util.Collections;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** The body of a request, which is never whole in memory: 5 MB would be much for an agent. Can be sent several times. */
final class RequestBody {
    private static final byte[] COMMA = {','};

    private final RequestFrame frame;
    private final List<Spooled> snapshots;

    RequestBody(RequestFrame frame, List<Spooled> snapshots) {
        this.frame = frame;
        this.snapshots = List.copyOf(snapshots);
    }

    int bytes() {
        int bytes = frame.bytes() + Math.max(0, snapshots.size() - 1);
        for (Spooled one : snapshots) {
            bytes += one.size();
        }
        return bytes;
    }

    BodyPublisher plain() {
        return BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(this::read), bytes());
    }

    BodyPublisher compressed() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes);
                InputStream body = read()) {
            body.transferTo(out);
        } catch (IOException e) {
            throw new IllegalStateException("memory can be written to", e);
        }
        return BodyPublishers.ofByteArray(bytes.toByteArray());
    }

    /** Head, snapshots with commas between them, tail; each is opened when the one before is at its end. */
    InputStream read() {
        return new SequenceInputStream(Collections.enumeration(new AbstractList<InputStream>() {
            @Override
            public InputStream get(int part) {
                return part(part);
            }

            @Override
            public int size() {
                return lastPart() + 1;
            }
        }));
    }

    private int lastPart() {
        return snapshots.isEmpty() ? 1 : 2 * snapshots.size();
    }

    private InputStream part(int part) {
        if (part == 0) {
            return new ByteArrayInputStream(frame.head());
        }
        if (part == lastPart()) {
            return new ByteArrayInputStream(frame.tail());
        }
        return part % 2 == 1 ? snapshots.get(part / 2).packed().unpack() : new ByteArrayInputStream(COMMA);
    }
}
