package io.netwatch.operator.run;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.netwatch.operator.reconcile.OperatorRuntime;
import io.netwatch.operator.tls.MetricsServer;
import io.netwatch.operator.tls.TlsMaterial;
import io.netwatch.operator.tls.TokenReviewCheck;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Opens the port for metrics once the operator has a certificate, and follows that certificate's renewal. */
final class MetricsPort {
    private static final Logger LOG = Logger.getLogger(MetricsPort.class);
    private static final String ALL_ADDRESSES = "0.0.0.0";
    private static final Duration QUIET = Duration.ofMinutes(1);

    private final AtomicLong lastTrouble = new AtomicLong(Long.MIN_VALUE);
    private final Vertx vertx;
    private final int port;
    private final Supplier<String> scrape;
    private final TokenReviewCheck callers;
    private MetricsServer server;

    /** @param port 0 for none */
    MetricsPort(Vertx vertx, int port, Supplier<String> scrape, KubernetesClient client) {
        this.vertx = vertx;
        this.port = port;
        this.scrape = scrape;
        callers = new TokenReviewCheck(client, Clock.systemUTC(), this::trouble);
    }

    /** Serves with the operator's certificate. */
    void follow(OperatorRuntime operator) {
        if (port != 0) {
            operator.useCertificate(this::use);
        }
    }

    private synchronized void use(TlsMaterial material) {
        if (server != null) {
            server.replace(material.identity());
            return;
        }
        server = new MetricsServer(vertx, material.identity(), scrape, callers);
        server.listen(ALL_ADDRESSES, port).whenComplete((listening, failure) -> {
            if (failure == null) {
                LOG.infof("Metrics on https port %d, path /metrics", listening);
            } else {
                LOG.errorf("No metrics: port %d can't be had: %s", port, failure.getMessage());
            }
        });
    }

    /** At most once a minute. */
    private void trouble(String sentence) {
        long now = System.nanoTime();
        long last = lastTrouble.get();
        if ((last == Long.MIN_VALUE || now - last > QUIET.toNanos()) && lastTrouble.compareAndSet(last, now)) {
            LOG.warn(sentence);
        }
    }
}
