package io.netwatch.agent.run;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** What HTTP answers, with the filter before it, wherever it listens. */
@Singleton
final class Routes {
    private volatile Router router;

    void keep(@Observes Router made) {
        router = made;
    }

    Handler<HttpServerRequest> handler() {
        return router;
    }
}
