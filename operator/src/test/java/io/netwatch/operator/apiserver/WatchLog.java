package io.netwatch.operator.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** The events of one watch as they come in. */
final class WatchLog {
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private volatile int status;
    private volatile CompletableFuture<Void> run = new CompletableFuture<>();

    void runs(CompletableFuture<Void> run) {
        this.run = run;
    }

    void opened(int code) {
        status = code;
    }

    void event(String line) {
        events.add(Json.parse(line));
    }

    CompletionStage<Void> closed() {
        return closed;
    }

    /** 0 before the answer's head is there; 101 for a WebSocket. */
    int status() {
        return status;
    }

    boolean isOpen() {
        return status != 0 && !run.isDone();
    }

    /** Whether the stream has ended, in whatever way. */
    boolean ended() {
        return run.isDone();
    }

    List<JsonNode> all() {
        return List.copyOf(events);
    }

    /** {@code TYPE name} of each event that isn't a bookmark. */
    List<String> seen() {
        return events.stream()
                .filter(event -> !event.path("type").asText().equals("BOOKMARK"))
                .map(event -> event.path("type").asText() + " " + Json.name(event.path("object")))
                .toList();
    }

    List<JsonNode> ofType(String type) {
        return events.stream()
                .filter(event -> event.path("type").asText().equals(type))
                .toList();
    }

    void close() {
        run.cancel(true);
    }

    WebSocket.Listener listener() {
        return new WebSocket.Listener() {
            private final StringBuilder text = new StringBuilder();

            @Override
            public void onOpen(WebSocket socket) {
                opened(101);
                socket.request(Long.MAX_VALUE);
            }

            @Override
            public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
                text.append(data);
                if (last) {
                    event(text.toString());
                    text.setLength(0);
                }
                return null;
            }

            @Override
            public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
                closed.complete(null);
                return null;
            }

            @Override
            public void onError(WebSocket socket, Throwable error) {
                closed.completeExceptionally(error);
            }
        };
    }
}
