package io.netwatch.agent.run;

import io.netwatch.api.node.ExitReason;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.vertx.http.HttpServer;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import org.jboss.logging.Logger;

/** What runs once HTTP answers, until the process is told to end. */
public final class AgentApplication implements QuarkusApplication {
    private static final Logger LOG = Logger.getLogger(AgentApplication.class);
    /** Between two looks at the certificate; the kubelet itself takes up to a minute or so to bring a new one. */
    private static final Duration LOOK_AT_FILES = Duration.ofSeconds(10);

    private final HttpServer http;
    private final Vertx vertx;
    private final Routes routes;

    AgentApplication(HttpServer http, Vertx vertx, Routes routes) {
        this.http = http;
        this.vertx = vertx;
        this.routes = routes;
    }

    @Override
    public int run(String... args) {
        Launch launch = Launch.current();
        try {
            LOG.infof(
                    "Listening on http://127.0.0.1:%d; the access token is in %s",
                    http.getPort(), launch.token().file());
            if (launch.operator().isPresent()) {
                serveOperator(launch.operator().get());
            }
            NativeHeap.keepSmall();
            if (launch.output().isWanted()) {
                Quarkus.waitForExit();
            }
            return ExitReason.ENDED.code();
        } catch (IOException e) {
            return launch.lastWords()
                    .refuse(ExitReason.ADDRESS_UNAVAILABLE, e.getMessage() + "; choose another with --listen");
        } finally {
            // here: when a signal ends the process, nothing after this method is sure to run
            launch.output().close();
            launch.pipeline().close();
        }
    }

    /** Vert.x, which ends with CDI, closes the port. */
    @SuppressWarnings("resource")
    private void serveOperator(OperatorEndpoint endpoint) throws IOException {
        OperatorPort port = OperatorPort.open(vertx, routes.handler(), endpoint, LOOK_AT_FILES);
        LOG.infof("Listening on https://%s for the operator", endpoint.listen().withPort(port.port()));
    }
}
