package io.netwatch.operator.identity;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * One agent that reads. What it is to get waits here as references to bytes that all readers share, and goes out as fast as the
 * connection takes it; a reader that stays behind is cut off. Any thread may send; the rest is on its connection's event loop.
 */
final class IdentityReader {
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Context context;
    private final Bounds bounds;
    private final Consumer<IdentityReader> cutOff;
    private final Deque<Piece> waiting = new ArrayDeque<>();
    private long behind;
    private long lastTaken = System.nanoTime();
    private boolean closed;

    /** @param counted whether it counts as being behind: a snapshot, which takes its time, does not */
    private record Piece(Buffer bytes, boolean counted) {}

    /**
     * Begins the answer.
     *
     * @param cutOff told when the reader was too slow
     */
    IdentityReader(HttpServerRequest request, Context context, Bounds bounds, Consumer<IdentityReader> cutOff) {
        this.request = request;
        this.response = request.response();
        this.context = context;
        this.bounds = bounds;
        this.cutOff = cutOff;
    }

    /** Has it sent what every reader is to have, a batch of changes or a sign of life. */
    void send(List<Buffer> chunks) {
        context.runOnContext(now -> {
            add(chunks, true);
            pump();
            check();
        });
    }

    /** Has it sent how the answer begins. */
    void begin(List<Buffer> chunks) {
        context.runOnContext(now -> {
            lastTaken = System.nanoTime();
            add(chunks, false);
            response.drainHandler(drained -> pump());
            pump();
        });
    }

    /** Ends the connection: an answer without end tells the reader that it may come back. */
    void close() {
        context.runOnContext(now -> {
            closed = true;
            waiting.clear();
            request.connection().close();
        });
    }

    private void add(List<Buffer> chunks, boolean counted) {
        if (closed) {
            return;
        }
        if (waiting.isEmpty()) {
            lastTaken = System.nanoTime();
        }
        for (Buffer chunk : chunks) {
            waiting.add(new Piece(chunk, counted));
            behind += counted ? chunk.length() : 0;
        }
    }

    private void pump() {
        while (!closed && !waiting.isEmpty() && !response.writeQueueFull()) {
            Piece piece = waiting.remove();
            behind -= piece.counted() ? piece.bytes().length() : 0;
            lastTaken = System.nanoTime();
            response.write(piece.bytes());
        }
    }

    private void check() {
        boolean stalled = !waiting.isEmpty()
                && Duration.ofNanos(System.nanoTime() - lastTaken).compareTo(bounds.stall()) > 0;
        if (!closed && (stalled || behind > bounds.behind())) {
            closed = true;
            waiting.clear();
            request.connection().close();
            cutOff.accept(this);
        }
    }
}
