package io.netwatch.operator.run;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.netwatch.operator.reconcile.ApiServer;
import io.netwatch.operator.reconcile.OperatorRuntime;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import org.jboss.logging.Logger;

/** What runs until the process is told to end. */
@SuppressWarnings("deprecation") // the registry that Quarkus brings
public final class OperatorApplication implements QuarkusApplication {
    private static final Logger LOG = Logger.getLogger(OperatorApplication.class);
    private static final int INTERNAL_ERROR = 1;
    private static final int NO_API_SERVER = 3;
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

    private final Vertx vertx;
    private final PrometheusMeterRegistry meters;
    private final Health health;

    OperatorApplication(Vertx vertx, PrometheusMeterRegistry meters, Health health) {
        this.vertx = vertx;
        this.meters = meters;
        this.health = health;
    }

    /** For a replica that does not lead: one that does looks by itself. */
    private void renewCertificates(OperatorRuntime operator) {
        vertx.setPeriodic(
                LOOK_AGAIN.toMillis(),
                timer -> vertx.executeBlocking(() -> {
                    operator.followCertificates();
                    return null;
                }));
    }

    @Override
    public int run(String... args) throws InterruptedException {
        Launch launch = Launch.current();
        try (KubernetesClient client = ApiServer.client()) {
            LOG.infof(
                    "API server %s, namespace %s",
                    client.getMasterUrl(), launch.place().namespace());
            ApiServer.awaitPolicyTypes(client);
            try (OperatorRuntime operator =
                    new OperatorRuntime(client, vertx, launch.config(), launch.place(), meters, Clock.systemUTC())) {
                new MetricsPort(vertx, launch.metricsPort(), meters::scrape, client).follow(operator);
                new IdentityPort(vertx, launch.identityPort(), meters).follow(operator);
                renewCertificates(operator);
                health.follow(operator);
                operator.start();
                Quarkus.waitForExit();
            }
            return 0;
        } catch (KubernetesClientException e) {
            LOG.errorf("The API server can't be used: %s", ApiServer.explain(e));
            return NO_API_SERVER;
        } catch (RuntimeException e) {
            LOG.error(
                    "The operator ended, which it should not have", e); // here: after this, nothing is logged any more
            return INTERNAL_ERROR;
        }
    }
}
