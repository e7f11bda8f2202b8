package io.netwatch.agent.send;

import io.netwatch.api.snapshot.AgentHealth;
import io.netwatch.api.snapshot.HostInfo;
import io.netwatch.api.snapshot.SnapshotJson;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A request's body around its snapshots, which are many bytes and come a little at a time. */
final class RequestFrame {
    /** Stands for the snapshots; the name before it can't be part of a string, where its quotes would be escaped. */
    private static final String PLACE = "0";

    private static final String BEFORE = "\"snapshots\":[";

    private final byte[] head;
    private final byte[] tail;

    RequestFrame(String agentVersion, HostInfo host, AgentHealth health) {
        byte[] snapshot = PLACE.getBytes(StandardCharsets.US_ASCII);
        byte[] frame = SnapshotJson.request(agentVersion, host, List.of(snapshot), health);
        int place = new String(frame, StandardCharsets.ISO_8859_1).indexOf(BEFORE + PLACE) + BEFORE.length();
        this.head = Arrays.copyOf(frame, place);
        this.tail = Arrays.copyOfRange(frame, place + PLACE.length(), frame.length);
    }

    /** What comes before the first snapshot. */
    byte[] head() {
        return head;
    }

    /** What comes behind the last. */
    byte[] tail() {
        return tail;
    }

    int bytes() {
        return head.length + tail.length;
    }
}
