package io.netwatch.e2e.cloud;

import io.netwatch.api.snapshot.IngestRequest;
import io.vertx.core.buffer.Buffer;

/**
 * What came in. Headers are null when they weren't there.
 *
 * @param body no more of it than {@link #MAX_BODY} and one byte
 */
record Call(String authorization, String contentType, String contentEncoding, Buffer body) {
    /** What is kept of a body: what the server takes. */
    static final int MAX_BODY = IngestRequest.MAX_BYTES;
}
