package io.netwatch.operator.tls;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/**
 * An answer of the metrics endpoint.
 *
 * @param body the metrics for 200, else a line for people
 */
record Reply(int status, String body) {
    /** Prometheus' text format, as its exposition formats' page names it. */
    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    static Reply of(int status) {
        return new Reply(status, sentence(status) + "\n");
    }

    Future<Void> sendTo(HttpServerResponse response) {
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, status == 200 ? METRICS_TYPE : "text/plain; charset=utf-8")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (status != 200) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        if (status == 401) {
            response.putHeader("WWW-Authenticate", "Bearer");
        }
        if (status == 405) {
            response.putHeader(HttpHeaders.ALLOW, "GET");
        }
        return response.end(body);
    }

    private static String sentence(int status) {
        return switch (status) {
            case 400 -> "A request for metrics has no body.";
            case 401 -> "Send a bearer token that the cluster knows, such as a ServiceAccount's.";
            case 403 -> "This caller may not: bind it to a ClusterRole with nonResourceURLs [/metrics], verbs [get].";
            case 404 -> "There is /metrics here and nothing else.";
            case 405 -> "Only GET.";
            default -> "Whether this caller may could not be found out; ask again later.";
        };
    }
}
