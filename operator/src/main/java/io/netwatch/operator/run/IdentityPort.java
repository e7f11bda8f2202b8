package io.netwatch.operator.run;

import io.micrometer.core.instrument.MeterRegistry;
import io.netwatch.operator.identity.IdentityEndpoint;
import io.netwatch.operator.reconcile.OperatorRuntime;
import io.netwatch.operator.tls.AgentServer;
import io.netwatch.operator.tls.TlsMaterial;
import io.vertx.core.Vertx;
import org.jboss.logging.Logger;

/** Opens the port for agents once the operator has a certificate, and follows that certificate's renewal. */
final class IdentityPort {
    private static final Logger LOG = Logger.getLogger(IdentityPort.class);
    private static final String ALL_ADDRESSES = "0.0.0.0";

    private final Vertx vertx;
    private final int port;
    private final MeterRegistry registry;
    private IdentityEndpoint endpoint;
    private AgentServer server;

    /** @param port 0 for none */
    IdentityPort(Vertx vertx, int port, MeterRegistry registry) {
        this.vertx = vertx;
        this.port = port;
        this.registry = registry;
    }

    /** Serves with the operator's certificate. */
    void follow(OperatorRuntime operator) {
        if (port != 0) {
            endpoint = operator.identityEndpoint(vertx, registry);
            operator.useCertificate(this::use);
        }
    }

    private synchronized void use(TlsMaterial material) {
        if (server != null) {
            server.replace(material);
            return;
        }
        server = new AgentServer(vertx, material, endpoint);
        server.listen(ALL_ADDRESSES, port).whenComplete((listening, failure) -> {
            if (failure == null) {
                LOG.infof("Identity stream for agents on https port %d", listening);
            } else {
                LOG.errorf("No identity stream: port %d can't be had: %s", port, failure.getMessage());
            }
        });
    }
}
