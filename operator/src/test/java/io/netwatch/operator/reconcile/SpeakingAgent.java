package io.netwatch.operator.reconcile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Secret;
import io.netwatch.api.node.NodeReport;
import io.netwatch.operator.resource.AgentIdentity;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.Base64;

/** An agent that answers the operator on a loopback address, with the certificate that the operator made for agents. */
final class SpeakingAgent implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Vertx vertx = Vertx.vertx();
    private final String address;

    /**
     * Listens.
     *
     * @param address a loopback address of its own
     * @param tls the agents' Secret
     */
    SpeakingAgent(String address, Secret tls, NodeReport report) {
        this.address = address;
        String answer = json(report);
        HttpServerOptions options = new HttpServerOptions()
                .setSsl(true)
                .setClientAuth(ClientAuth.REQUIRED)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertValue(text(tls, "tls.crt"))
                        .addKeyValue(text(tls, "tls.key")))
                .setTrustOptions(new PemTrustOptions().addCertValue(text(tls, "ca.crt")));
        vertx.createHttpServer(options)
                .requestHandler(request -> request.response().end(answer))
                .listen(AgentIdentity.PORT, address)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    String address() {
        return address;
    }

    private static String json(NodeReport report) {
        try {
            return JSON.writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Buffer text(Secret secret, String key) {
        return Buffer.buffer(Base64.getDecoder().decode(secret.getData().get(key)));
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
