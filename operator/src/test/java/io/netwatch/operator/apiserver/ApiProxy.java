package io.netwatch.operator.apiserver;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.UpgradeRejectedException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A plain HTTP proxy on loopback in front of any API server: notes each request, and makes the server fail, vanish or forget when
 * a test says so. Carries watches over chunks and over WebSockets. What a client authenticates with is replaced by the
 * credentials that the proxy was given. Public methods may be called from any thread.
 */
public final class ApiProxy implements AutoCloseable {
    private static final int MAX_MESSAGE = 64 << 20;
    private static final int RETRY_AFTER_S = 1;

    private final Vertx vertx = TestApiServer.vertx();
    private final Upstream upstream;
    private final HttpServer http;
    private final Faults faults = new Faults();
    private final List<ProxiedRequest> requests = new CopyOnWriteArrayList<>();
    private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
    private final Set<HttpConnection> watches = ConcurrentHashMap.newKeySet();
    private volatile boolean refusing;

    /** @param server where requests go, and with what credentials */
    public ApiProxy(Config server) {
        upstream = new Upstream(vertx, server);
        HttpServerOptions options = new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(0)
                .setSoLinger(0)
                .setMaxWebSocketFrameSize(MAX_MESSAGE)
                .setMaxWebSocketMessageSize(MAX_MESSAGE)
                .setMaxHeaderSize(1 << 16)
                .setMaxInitialLineLength(1 << 16);
        http = TestApiServer.await(vertx.createHttpServer(options)
                .connectionHandler(this::connected)
                .requestHandler(this::handle)
                .listen());
    }

    public String url() {
        return "http://127.0.0.1:" + http.actualPort();
    }

    /** A client's configuration that leads here, with the client's own defaults for the rest. */
    public Config config() {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl(url())
                .withNamespace("default")
                .build();
    }

    /** What came in, oldest first, also what was then refused or failed. */
    public List<ProxiedRequest> requests() {
        return List.copyOf(requests);
    }

    public void clearRequests() {
        requests.clear();
    }

    /** Resets every connection, and each new one, until {@link #accept}: the server is gone. */
    public void refuse() {
        refusing = true;
        connections.forEach(HttpConnection::close);
    }

    public void accept() {
        refusing = false;
    }

    /** Resets the connections of all watches. */
    public void dropWatches() {
        watches.forEach(HttpConnection::close);
    }

    /** The next watch of each kind is told, in its stream, that its version is too old (410). */
    public void expireWatches() {
        faults.expireWatches();
    }

    /**
     * The next such request gets this status and doesn't reach the server; 429 comes with {@code Retry-After: 1}. Ordering it
     * twice fails two.
     *
     * @param verb as RBAC names it
     * @param resource as RBAC names it, with {@code /status} if that is meant
     */
    public void failNext(String verb, String resource, int status) {
        faults.failNext(verb, resource, status);
    }

    /** Forgets failures that were ordered and haven't happened. */
    public void clearFaults() {
        faults.clear();
    }

    /**
     * Lets the server take the caller for somebody else, by {@code Impersonate-User}.
     *
     * @param user empty for the user whose credentials the proxy has
     */
    public void impersonate(String user) {
        upstream.impersonate(user);
    }

    @Override
    public void close() {
        TestApiServer.await(vertx.close());
    }

    private void connected(HttpConnection connection) {
        connections.add(connection);
        connection.exceptionHandler(broken -> {});
        connection.closeHandler(gone -> {
            connections.remove(connection);
            watches.remove(connection);
        });
        if (refusing) {
            connection.close();
        }
    }

    private void handle(HttpServerRequest request) {
        ProxiedRequest seen = ProxiedRequest.of(request);
        requests.add(seen);
        boolean upgrade = "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
        Optional<Answer> failure = faults.answerTo(seen);
        if (failure.isPresent()) {
            fail(request, failure.get());
        } else if (faults.expires(seen)) {
            expire(request, upgrade);
        } else if (upgrade) {
            bridge(request);
        } else {
            forward(request, seen);
        }
    }

    private static void fail(HttpServerRequest request, Answer answer) {
        HttpServerResponse response = request.response().setStatusCode(answer.code());
        if (answer.code() == 429) {
            response.putHeader("Retry-After", Integer.toString(RETRY_AFTER_S));
        }
        response.putHeader("Content-Type", answer.contentType()).end(answer.body());
    }

    private static void expire(HttpServerRequest request, boolean upgrade) {
        if (upgrade) {
            request.toWebSocket().onSuccess(socket -> {
                socket.writeTextMessage(Faults.expiredEvent());
                socket.close();
            });
        } else {
            request.response().putHeader("Content-Type", "application/json").end(Faults.expiredEvent() + "\n");
        }
    }

    private void forward(HttpServerRequest request, ProxiedRequest seen) {
        request.pause();
        upstream.request(request.method(), request.uri(), request.headers())
                .onFailure(gone -> request.connection().close())
                .onSuccess(out -> {
                    request.response().closeHandler(gone -> out.reset());
                    send(request, out)
                            .onFailure(gone -> request.connection().close())
                            .onSuccess(in -> answer(request, in, seen.isWatch()));
                });
    }

    private static Future<HttpClientResponse> send(HttpServerRequest request, HttpClientRequest out) {
        MultiMap headers = request.headers();
        if (headers.contains("Content-Length") || headers.contains("Transfer-Encoding")) {
            return out.send(request);
        }
        request.resume();
        return out.send();
    }

    private void answer(HttpServerRequest request, HttpClientResponse in, boolean watch) {
        HttpServerResponse response = request.response().setStatusCode(in.statusCode());
        response.headers().addAll(Upstream.endToEnd(in.headers()));
        if (!response.headers().contains("Content-Length")) {
            response.setChunked(true);
        }
        if (watch) {
            watches.add(request.connection());
            response.write("");
        }
        in.handler(bytes -> {
            if (!response.closed()) {
                response.write(bytes);
            }
        });
        in.exceptionHandler(gone -> request.connection().close());
        in.endHandler(done -> {
            watches.remove(request.connection());
            if (!response.closed()) {
                response.end();
            }
        });
    }

    private void bridge(HttpServerRequest request) {
        request.pause();
        upstream.webSocket(request.uri(), request.headers())
                .onFailure(failure -> reject(request, failure))
                .onSuccess(server -> {
                    Bridge bridge = new Bridge(request.connection(), server);
                    watches.add(request.connection());
                    request.toWebSocket().onFailure(gone -> server.close()).onSuccess(bridge::open);
                });
    }

    private static void reject(HttpServerRequest request, Throwable failure) {
        if (failure instanceof UpgradeRejectedException rejected) {
            request.resume();
            String body = rejected.getBody() == null ? "" : rejected.getBody().toString();
            request.response()
                    .setStatusCode(rejected.getStatus())
                    .putHeader("Content-Type", "application/json")
                    .end(body);
        } else {
            request.connection().close();
        }
    }
}
