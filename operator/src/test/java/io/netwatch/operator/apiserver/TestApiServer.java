package io.netwatch.operator.apiserver;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A Kubernetes API server in memory, over HTTP on loopback, without authentication: built-in kinds that the operator meets, and
 * the kinds of CustomResourceDefinitions that are created in it. It passes the same {@link ApiServerContractTest} as a real one.
 *
 * <p>Where it differs from a kube-apiserver:
 *
 * <ul>
 *   <li>CEL rules ({@code x-kubernetes-validations}), admission and authorisation aren't evaluated; whoever calls may do all.
 *   <li>Built-in kinds aren't validated and know no unknown fields; only the commonest defaults are filled in; quantities stay as
 *       they are written.
 *   <li>Each CRD is stored and served in the form in which it was written: no conversion between versions.
 *   <li>Pages after the first show objects as they are, not as they were at the first page.
 *   <li>Foreground deletion deletes the dependents and doesn't wait for their finalizers.
 *   <li>Of subresources only {@code status} is served; a watch can't be had as a Table.
 *   <li>A PUT never creates.
 *   <li>There is no OpenAPI document: kubectl wants {@code --validate=false}.
 * </ul>
 *
 * <p>Requests are answered on one event loop; the public methods may be called from any thread but that one.
 */
public final class TestApiServer implements AutoCloseable {
    private static final int MAX_MESSAGE = 64 << 20;
    private static final long BOOKMARKS_EVERY_MS = 5_000;
    private static final long COLLECT_AFTER_MS = 5;
    private static final long WAIT_S = 30;

    private final Vertx vertx = vertx();
    private final Cluster cluster;
    private final Routes routes;
    private final Watches watches;
    private boolean collecting;
    private HttpServer http;
    private int port;

    /** A server that listens, on a port of the system's choice. */
    public TestApiServer() {
        cluster = new Cluster(this::collectSoon);
        routes = new Routes(cluster);
        watches = new Watches(vertx, cluster, routes);
        vertx.setPeriodic(BOOKMARKS_EVERY_MS, id -> bookmark());
        start();
    }

    static Vertx vertx() {
        FileSystemOptions files =
                new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
        return Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(2)
                .setUseDaemonThread(true)
                .setMaxEventLoopExecuteTime(TimeUnit.SECONDS.toNanos(WAIT_S))
                .setFileSystemOptions(files));
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Listens again, on the same port and with the same objects. */
    public void start() {
        if (http != null) {
            throw new IllegalStateException("it runs");
        }
        HttpServerOptions options = new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setReuseAddress(true)
                .setMaxWebSocketFrameSize(MAX_MESSAGE)
                .setMaxWebSocketMessageSize(MAX_MESSAGE)
                .setMaxHeaderSize(1 << 16)
                .setMaxInitialLineLength(1 << 16);
        http = await(
                vertx.createHttpServer(options).requestHandler(this::handle).listen());
        port = http.actualPort();
    }

    /** Closes the port and every connection; objects and history stay. */
    public void stop() {
        await(http.close());
        http = null;
    }

    /** Watches and continued lists from versions up to now are answered 410 from here on. */
    public void forgetHistory() {
        synchronized (cluster) {
            cluster.store.forgetHistory();
        }
    }

    /** Cuts the connections of all watches. */
    public void dropWatches() {
        synchronized (cluster) {
            cluster.store.watchers().forEach(watcher -> watcher.line().cut());
        }
    }

    /** From here on a TokenReview of this token says that it is this user's. */
    public void token(String token, String user, List<String> groups) {
        synchronized (cluster) {
            cluster.reviews.token(token, user, groups);
        }
    }

    /**
     * From here on a SubjectAccessReview of this says yes.
     *
     * @param what a path such as {@code /metrics}, or {@code group/resource}
     */
    public void allow(String userOrGroup, String verb, String what) {
        synchronized (cluster) {
            cluster.reviews.allow(userOrGroup, verb, what);
        }
    }

    @Override
    public void close() {
        await(vertx.close());
    }

    private void handle(HttpServerRequest request) {
        boolean upgrade = "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
        if (upgrade) {
            Call call = Call.of(request, "");
            if (refuses(request, call)) {
                return;
            }
            request.toWebSocket().onSuccess(socket -> watches.overWebSocket(socket, request, call));
            return;
        }
        request.body().onSuccess(body -> {
            Call call = Call.of(request, body.toString());
            if (!call.isWatch()) {
                send(request, answer(call));
            } else if (!refuses(request, call)) {
                watches.overChunks(request, call);
            }
        });
    }

    private Answer answer(Call call) {
        synchronized (cluster) {
            try {
                return routes.answer(call);
            } catch (RuntimeException e) {
                String message = "Internal error occurred: " + e;
                return Answer.json(500, ApiFailure.status(500, "InternalError", message, Json.object()));
            }
        }
    }

    private boolean refuses(HttpServerRequest request, Call call) {
        synchronized (cluster) {
            try {
                watches.check(call);
                return false;
            } catch (ApiFailure failure) {
                send(request, Answer.json(failure.code(), failure.status()));
                return true;
            }
        }
    }

    private static void send(HttpServerRequest request, Answer answer) {
        request.response()
                .setStatusCode(answer.code())
                .putHeader("Content-Type", answer.contentType())
                .end(answer.body());
    }

    private void bookmark() {
        synchronized (cluster) {
            cluster.store.bookmark();
        }
    }

    /** Called with the cluster's monitor held. */
    private void collectSoon() {
        if (!collecting) {
            collecting = true;
            vertx.setTimer(COLLECT_AFTER_MS, id -> {
                synchronized (cluster) {
                    collecting = false;
                    cluster.collect();
                }
            });
        }
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(WAIT_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the server's Vert.x failed", e);
        }
    }
}
