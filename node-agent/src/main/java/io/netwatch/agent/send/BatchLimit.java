package io.netwatch.agent.send;

import io.netwatch.api.snapshot.IngestRequest;

/** What a request may have in it: what the server takes by its documentation, or what it was seen to take. */
final class BatchLimit {
    /** A limit that was learnt grows by this share of itself with each request that was taken. */
    private static final int GROWTH = 8;

    private int snapshots = IngestRequest.MAX_SNAPSHOTS;
    private int bytes = IngestRequest.MAX_BYTES - 1;

    int snapshots() {
        return snapshots;
    }

    /** Of a body. */
    int bytes() {
        return bytes;
    }

    /** A request of so many was too large: the next one has half of it. */
    void onTooLarge(int sent, int sentBytes) {
        if (sent > 1) {
            snapshots = Math.max(1, sent / 2);
        } else {
            bytes = Math.max(1, sentBytes / 2);
        }
    }

    void onTaken() {
        snapshots = Math.min(IngestRequest.MAX_SNAPSHOTS, snapshots + 1 + snapshots / GROWTH);
        bytes = Math.min(IngestRequest.MAX_BYTES - 1, bytes + 1 + bytes / GROWTH);
    }
}
