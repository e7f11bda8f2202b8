package io.netwatch.operator.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;

/** Opens and ends watches, over a chunked answer or over a WebSocket. */
final class Watches {
    private static final long MILLIS = 1_000;
    /** A server sends a last bookmark so long before it ends a watch (s). Source: {@code cacher/cache_watcher.go}. */
    private static final long BOOKMARK_BEFORE_END = 2;

    private final Vertx vertx;
    private final Cluster cluster;
    private final Routes routes;

    Watches(Vertx vertx, Cluster cluster, Routes routes) {
        this.vertx = vertx;
        this.cluster = cluster;
        this.routes = routes;
    }

    /** @throws ApiFailure 400 or 404, before anything is sent */
    void check(Call call) {
        call.selector(routes.type(call.target()));
    }

    void overChunks(HttpServerRequest request, Call call) {
        HttpServerResponse response = request.response();
        response.setChunked(true).putHeader("Content-Type", "application/json");
        response.write("");
        Watcher watcher = watcher(call, new ChunkLine(request));
        response.closeHandler(gone -> remove(watcher));
        begin(call, watcher);
    }

    void overWebSocket(ServerWebSocket socket, HttpServerRequest request, Call call) {
        Watcher watcher = watcher(call, new SocketLine(socket, request));
        socket.closeHandler(gone -> remove(watcher));
        begin(call, watcher);
    }

    private Watcher watcher(Call call, Watcher.Line line) {
        ResourceType type = routes.type(call.target());
        return new Watcher(type, call.selector(type), call.flag("allowWatchBookmarks"), line);
    }

    private void begin(Call call, Watcher watcher) {
        synchronized (cluster) {
            Shelf shelf = cluster.store.shelf(routes.type(call.target()));
            String asked = call.param("resourceVersion");
            boolean initial = call.flag("sendInitialEvents");
            if (initial || asked.isEmpty() || asked.equals("0")) {
                shelf.in(watcher.selector().namespace()).stream()
                        .filter(watcher.selector()::matches)
                        .forEach(watcher::add);
                if (initial) {
                    watcher.bookmark(cluster.store.version(), true);
                }
            } else if (shelf.hasForgotten(Long.parseLong(asked))) {
                watcher.line().send(Change.event("ERROR", Json.write(tooOld(asked))));
                watcher.line().end();
                return;
            } else {
                shelf.since(Long.parseLong(asked)).forEach(watcher::see);
            }
            shelf.watchers().add(watcher);
        }
        endInTime(call, watcher);
    }

    private void endInTime(Call call, Watcher watcher) {
        if (call.param("timeoutSeconds").isEmpty()) {
            return;
        }
        long seconds = Math.max(1, Long.parseLong(call.param("timeoutSeconds")));
        vertx.setTimer(Math.max(1, (seconds - BOOKMARK_BEFORE_END) * MILLIS), id -> {
            synchronized (cluster) {
                if (isOpen(watcher)) {
                    watcher.bookmark(cluster.store.version(), false);
                }
            }
        });
        vertx.setTimer(seconds * MILLIS, id -> {
            synchronized (cluster) {
                if (isOpen(watcher)) {
                    remove(watcher);
                    watcher.line().end();
                }
            }
        });
    }

    private boolean isOpen(Watcher watcher) {
        return cluster.store.shelf(watcher.type()).watchers().contains(watcher);
    }

    private void remove(Watcher watcher) {
        synchronized (cluster) {
            cluster.store.shelf(watcher.type()).watchers().remove(watcher);
        }
    }

    private ObjectNode tooOld(String asked) {
        String message = "too old resource version: " + asked + " (" + cluster.store.version() + ")";
        return ApiFailure.expired(message).status();
    }

    private record ChunkLine(HttpServerRequest request) implements Watcher.Line {
        @Override
        public void send(String event) {
            request.response().write(event + "\n");
        }

        @Override
        public void end() {
            request.response().end();
        }

        @Override
        public void cut() {
            request.connection().close();
        }
    }

    private record SocketLine(ServerWebSocket socket, HttpServerRequest request) implements Watcher.Line {
        @Override
        public void send(String event) {
            socket.writeTextMessage(event);
        }

        @Override
        public void end() {
            socket.close();
        }

        @Override
        public void cut() {
            request.connection().close();
        }
    }
}
