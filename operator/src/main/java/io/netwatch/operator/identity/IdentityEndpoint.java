package io.netwatch.operator.identity;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Clock;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/**
 * {@code GET /api/v1/identity[?stream=S&revision=R]}, and nothing else: an answer that goes on for as long as the caller reads.
 * Whoever calls has been checked. Called on event loops.
 */
public final class IdentityEndpoint implements Handler<HttpServerRequest>, AutoCloseable {
    private static final String PATH = "/api/v1/identity";
    private static final String LATER_SECONDS = "2";
    private static final Pattern REVISION = Pattern.compile("\\d{1,18}");

    private final Vertx vertx;
    private final IdentityFeed feed;

    /**
     * Makes it ready to be called.
     *
     * @param vertx has a worker thread for it; not closed by this
     * @param known whether the log holds all that was there at the start; callers are told to come later before
     */
    public IdentityEndpoint(Vertx vertx, IdentityLog log, BooleanSupplier known, Clock clock, MeterRegistry registry) {
        this(vertx, log, known, clock, registry, Bounds.USUAL);
    }

    IdentityEndpoint(
            Vertx vertx, IdentityLog log, BooleanSupplier known, Clock clock, MeterRegistry registry, Bounds bounds) {
        this.vertx = vertx;
        feed = new IdentityFeed(vertx, log, known, clock, registry, bounds);
    }

    @Override
    public void handle(HttpServerRequest request) {
        if (!PATH.equals(request.path())) {
            refuse(request, 404, "There is " + PATH + " here and nothing else.\n");
        } else if (!HttpMethod.GET.equals(request.method())) {
            request.response().putHeader(HttpHeaders.ALLOW, "GET");
            refuse(request, 405, "Only GET.\n");
        } else if (!feed.isKnown()) {
            request.response().putHeader("Retry-After", LATER_SECONDS);
            refuse(request, 503, "Not all of the cluster is known yet; ask again later.\n");
        } else {
            begin(request);
        }
    }

    private void begin(HttpServerRequest request) {
        HttpServerResponse response = request.response()
                .setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/x-ndjson")
                .putHeader(HttpHeaders.CONTENT_ENCODING, "gzip")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        IdentityReader reader = new IdentityReader(request, vertx.getOrCreateContext(), feed.bounds(), feed::cutOff);
        response.exceptionHandler(broken -> {}); // callers that break off are their own affair
        response.closeHandler(closed -> feed.leave(reader));
        feed.join(reader, request.getParam("stream"), revision(request.getParam("revision")));
    }

    private static long revision(String text) {
        return text != null && REVISION.matcher(text).matches() ? Long.parseLong(text) : -1;
    }

    private static void refuse(HttpServerRequest request, int status, String sentence) {
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .end(sentence)
                .onComplete(sent -> request.connection().close());
    }

    /** Ends all answers. */
    @Override
    public void close() {
        feed.close();
    }
}
