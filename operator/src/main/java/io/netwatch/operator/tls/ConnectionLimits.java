package io.netwatch.operator.tls;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Closes connections whose caller takes too long, byte by byte included, and those above a number. Runs on event loops;
 * thread-safe.
 */
final class ConnectionLimits {
    private final Vertx vertx;
    private final Patience patience;
    private final int most;
    /** Open connections and the timer that ends each, which may have been cancelled. */
    private final Map<HttpConnection, Long> timers = new ConcurrentHashMap<>();

    /** @param most connections at once */
    ConnectionLimits(Vertx vertx, Patience patience, int most) {
        this.vertx = vertx;
        this.patience = patience;
        this.most = most;
    }

    void opened(HttpConnection connection) {
        // callers that break off are their own affair, and would fill the log
        connection.exceptionHandler(broken -> {});
        if (timers.size() >= most) {
            connection.close();
            return;
        }
        timers.put(connection, closeAfter(connection, patience.head()));
        connection.closeHandler(closed -> cancel(timers.remove(connection)));
    }

    /** A request's head is complete: the time until the answer is the server's own. */
    void asked(HttpConnection connection) {
        timers.computeIfPresent(connection, (key, timer) -> {
            vertx.cancelTimer(timer);
            return timer;
        });
    }

    void answered(HttpConnection connection) {
        timers.computeIfPresent(connection, (key, timer) -> {
            vertx.cancelTimer(timer);
            return closeAfter(connection, patience.next());
        });
    }

    private long closeAfter(HttpConnection connection, Duration time) {
        return vertx.setTimer(time.toMillis(), timer -> connection.close());
    }

    private void cancel(Long timer) {
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }
}
