package io.netwatch.operator.tls;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SSLOptions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An agent's HTTPS endpoint on loopback: it asks for a client certificate, as the real one does. */
final class FakeAgent {
    final AtomicInteger connections = new AtomicInteger();
    private final HttpServerOptions options;
    private final HttpServer server;

    FakeAgent(
            Vertx vertx,
            KeyedCertificate identity,
            List<CertificateAuthority> clients,
            Set<String> versions,
            Handler<HttpServerRequest> answer) {
        options = new HttpServerOptions()
                .setSsl(true)
                .setClientAuth(ClientAuth.REQUIRED)
                .setEnabledSecureTransportProtocols(versions)
                .setKeyCertOptions(PemKey.of(identity))
                .setTrustOptions(trust(clients));
        server = vertx.createHttpServer(options)
                .connectionHandler(connection -> connections.incrementAndGet())
                .requestHandler(answer);
    }

    /** Gives the port. */
    int listen(String address) throws Exception {
        return server.listen(0, address)
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .actualPort();
    }

    void replace(KeyedCertificate identity, List<CertificateAuthority> clients) throws Exception {
        SSLOptions changed = new SSLOptions(options.getSslOptions())
                .setKeyCertOptions(PemKey.of(identity))
                .setTrustOptions(trust(clients));
        server.updateSSLOptions(changed)
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private static PemTrustOptions trust(List<CertificateAuthority> clients) {
        PemTrustOptions trust = new PemTrustOptions();
        for (CertificateAuthority client : clients) {
            trust.addCertValue(Buffer.buffer(client.own().certificatePem()));
        }
        return trust;
    }
}
