package io.netwatch.operator.tls;

import io.netwatch.operator.tls.CallerCheck.Verdict;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SSLOptions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * {@code GET /metrics} over HTTPS, and nothing else, for callers that the check allows. Whoever is refused loses the
 * connection, so that only known callers keep one. Checks and scrapes run on worker threads of its own.
 */
public final class MetricsServer {
    private static final int WORKERS = 2;
    /** Callers that are being checked or wait for it; more are told to come later. */
    private static final int CALLERS_AT_ONCE = 16;

    /** Prometheus holds one each; the rest is room for people and for restarts. */
    private static final int CONNECTIONS = 128;

    private static final int HEAD_LIMIT = 8 * 1024;
    private static final int LINE_LIMIT = 1024;

    private final Supplier<String> scrape;
    private final CallerCheck check;
    private final Duration decisionTime;
    private final WorkerExecutor workers;
    private final ConnectionLimits connections;
    private final HttpServerOptions options;
    private final HttpServer server;
    private final Semaphore places = new Semaphore(CALLERS_AT_ONCE);

    /**
     * Makes a server that listens to nobody yet.
     *
     * @param scrape the metrics in Prometheus' text format 0.0.4; is called on a worker thread
     */
    public MetricsServer(Vertx vertx, KeyedCertificate identity, Supplier<String> scrape, CallerCheck check) {
        this(vertx, identity, scrape, check, Patience.USUAL);
    }

    MetricsServer(
            Vertx vertx, KeyedCertificate identity, Supplier<String> scrape, CallerCheck check, Patience patience) {
        this.scrape = scrape;
        this.check = check;
        this.decisionTime = patience.decision();
        this.workers = vertx.createSharedWorkerExecutor("metrics-callers", WORKERS);
        this.connections = new ConnectionLimits(vertx, patience, CONNECTIONS);
        this.options = options(identity, patience);
        this.server = vertx.createHttpServer(options)
                .connectionHandler(connections::opened)
                .requestHandler(this::handle);
    }

    /**
     * Listens.
     *
     * @param port 0 for any that is free
     * @return the port; completes exceptionally where the port is taken
     */
    public CompletionStage<Integer> listen(String address, int port) {
        return server.listen(port, address).map(HttpServer::actualPort).toCompletionStage();
    }

    /** Shows this certificate to new connections; those that are open stay. */
    public CompletionStage<Boolean> replace(KeyedCertificate identity) {
        SSLOptions changed = new SSLOptions(options.getSslOptions()).setKeyCertOptions(PemKey.of(identity));
        return server.updateSSLOptions(changed).toCompletionStage();
    }

    /** Ends the connections and the worker threads. */
    public CompletionStage<Void> close() {
        return server.close().eventually(() -> workers.close()).toCompletionStage();
    }

    private static HttpServerOptions options(KeyedCertificate identity, Patience patience) {
        return new HttpServerOptions()
                .setSsl(true)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"))
                .setKeyCertOptions(PemKey.of(identity))
                .setSslHandshakeTimeout(patience.head().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setUseAlpn(false)
                .setHttp2ClearTextEnabled(false)
                .setMaxHeaderSize(HEAD_LIMIT)
                .setMaxInitialLineLength(LINE_LIMIT);
    }

    private void handle(HttpServerRequest request) {
        connections.asked(request.connection());
        Reply refusal = refusal(request);
        if (refusal != null) {
            answer(request, refusal);
        } else if (places.tryAcquire()) {
            decide(request, BearerToken.of(request));
        } else {
            answer(request, Reply.of(503));
        }
    }

    /** What is wrong with the request before anybody is asked; null when nothing is. */
    private static Reply refusal(HttpServerRequest request) {
        if (!"/metrics".equals(request.path())) {
            return Reply.of(404);
        }
        if (!HttpMethod.GET.equals(request.method())) {
            return Reply.of(405);
        }
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || !(length == null || "0".equals(length))) {
            return Reply.of(400);
        }
        return BearerToken.of(request) == null ? Reply.of(401) : null;
    }

    private void decide(HttpServerRequest request, String token) {
        workers.executeBlocking(() -> reply(token), false)
                .onComplete(done -> places.release())
                .timeout(decisionTime.toMillis(), TimeUnit.MILLISECONDS)
                .otherwise(Reply.of(503))
                .onSuccess(reply -> answer(request, reply));
    }

    private Reply reply(String token) {
        Verdict verdict = check.check(token);
        return switch (verdict) {
            case ALLOWED -> new Reply(200, scrape.get());
            case UNKNOWN_CALLER -> Reply.of(401);
            case FORBIDDEN -> Reply.of(403);
            case UNDECIDED -> Reply.of(503);
        };
    }

    private void answer(HttpServerRequest request, Reply reply) {
        if (request.response().closed() || request.response().ended()) {
            return;
        }
        connections.answered(request.connection());
        reply.sendTo(request.response()).onComplete(sent -> {
            if (reply.status() != 200) {
                request.connection().close();
            }
        });
    }
}
