package io.netwatch.operator.tls;

import io.netwatch.api.tls.NamedPeerTrust;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.TrustOptions;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * HTTPS for agents and nobody else: a caller without a certificate of one of our authorities for {@link LeafProfile#AGENT_NAME}
 * does not get past the handshake.
 */
public final class AgentServer {
    /** Above Kubernetes' own limit of 5,000 nodes, with room for agents that come back before they are known to be gone. */
    private static final int CONNECTIONS = 10_000;

    private static final int HEAD_LIMIT = 8 * 1024;
    private static final int LINE_LIMIT = 1024;

    private final HttpServerOptions options;
    private final HttpServer server;

    /**
     * Makes a server that listens to nobody yet.
     *
     * @param requests answers, on event loops; may take its time
     */
    public AgentServer(Vertx vertx, TlsMaterial material, Handler<HttpServerRequest> requests) {
        this(vertx, material, requests, Patience.USUAL);
    }

    AgentServer(Vertx vertx, TlsMaterial material, Handler<HttpServerRequest> requests, Patience patience) {
        ConnectionLimits connections = new ConnectionLimits(vertx, patience, CONNECTIONS);
        options = options(material, patience);
        server = vertx.createHttpServer(options)
                .connectionHandler(connections::opened)
                .requestHandler(request -> {
                    connections.asked(request.connection());
                    requests.handle(request);
                });
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

    /** Shows this certificate to new connections, and trusts these authorities there; those that are open stay. */
    public CompletionStage<Boolean> replace(TlsMaterial material) {
        SSLOptions changed = new SSLOptions(options.getSslOptions())
                .setKeyCertOptions(PemKey.of(material.identity()))
                .setTrustOptions(agents(material));
        return server.updateSSLOptions(changed).toCompletionStage();
    }

    /** Ends the connections. */
    public CompletionStage<Void> close() {
        return server.close().toCompletionStage();
    }

    private static HttpServerOptions options(TlsMaterial material, Patience patience) {
        return new HttpServerOptions()
                .setSsl(true)
                .setClientAuth(ClientAuth.REQUIRED)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"))
                .setKeyCertOptions(PemKey.of(material.identity()))
                .setTrustOptions(agents(material))
                .setSslHandshakeTimeout(patience.head().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setUseAlpn(false)
                .setHttp2ClearTextEnabled(false)
                .setMaxHeaderSize(HEAD_LIMIT)
                .setMaxInitialLineLength(LINE_LIMIT);
    }

    private static TrustOptions agents(TlsMaterial material) {
        return TrustOptions.wrap(new NamedPeerTrust(material.trusted(), LeafProfile.AGENT_NAME));
    }
}
