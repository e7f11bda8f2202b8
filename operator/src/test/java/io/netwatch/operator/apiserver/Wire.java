package io.netwatch.operator.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Plain HTTP to an API server, so that the contract tests what is on the wire and not what a client makes of it. */
final class Wire {
    static final String JSON = "application/json";
    static final String MERGE = "application/merge-patch+json";
    static final String STRATEGIC = "application/strategic-merge-patch+json";
    static final String JSON_PATCH = "application/json-patch+json";
    static final String APPLY = "application/apply-patch+yaml";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String url;

    Wire(String url) {
        this.url = url;
    }

    /** A status and a body; the body is a missing node when it isn't JSON. */
    record Reply(int code, JsonNode body) {
        String message() {
            return body.path("message").asText();
        }

        String reason() {
            return body.path("reason").asText();
        }

        JsonNode at(String pointer) {
            return body.at(pointer);
        }

        String version() {
            return at("/metadata/resourceVersion").asText();
        }
    }

    Reply get(String path) {
        return send("GET", path, JSON, "");
    }

    Reply post(String path, String body) {
        return send("POST", path, JSON, body);
    }

    Reply put(String path, String body) {
        return send("PUT", path, JSON, body);
    }

    Reply patch(String path, String contentType, String body) {
        return send("PATCH", path, contentType, body);
    }

    /** Server-side apply without force. */
    Reply apply(String path, String manager, String body) {
        return patch(path + "?fieldManager=" + manager, APPLY, body);
    }

    Reply force(String path, String manager, String body) {
        return patch(path + "?force=true&fieldManager=" + manager, APPLY, body);
    }

    Reply delete(String path) {
        return send("DELETE", path, JSON, "");
    }

    Reply send(String method, String path, String contentType, String body) {
        HttpRequest.BodyPublisher publisher =
                body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        HttpRequest request = HttpRequest.newBuilder(uri(path))
                .timeout(PATIENCE)
                .header("Content-Type", contentType)
                .header("Accept", JSON)
                .header("User-Agent", "wire/1")
                .method(method, publisher)
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            String text = response.body();
            JsonNode json = text.startsWith("{") ? Json.parse(text) : Json.MAPPER.missingNode();
            return new Reply(response.statusCode(), json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** A watch over a chunked answer. */
    WatchLog watch(String path) {
        WatchLog log = new WatchLog();
        HttpRequest request =
                HttpRequest.newBuilder(uri(path)).header("Accept", JSON).build();
        log.runs(http.sendAsync(request, HttpResponse.BodyHandlers.ofLines()).thenAccept(response -> {
            log.opened(response.statusCode());
            response.body().forEach(log::event);
        }));
        return log;
    }

    /** A watch over a WebSocket. */
    WatchLog watchOverWebSocket(String path) {
        WatchLog log = new WatchLog();
        URI uri = URI.create(uri(path).toString().replaceFirst("^http", "ws"));
        log.runs(http.newWebSocketBuilder().buildAsync(uri, log.listener()).thenCompose(socket -> log.closed()));
        return log;
    }

    private URI uri(String path) {
        return URI.create(url + path.replace("\"", "%22").replace(" ", "%20"));
    }
}
