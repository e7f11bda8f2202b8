package io.netwatch.operator.tls;

import io.netty.handler.codec.TooLongFrameException;
import io.netty.util.NetUtil;
import io.netwatch.api.tls.NamedPeerTrust;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.TrustOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;

/**
 * Asks agents how their node is, each proving itself to the other. An agent is known by the DNS name in its certificate
 * and not by its address. Never blocks, and may be called from any thread; answers come on an event loop of Vert.x.
 */
public final class AgentClient implements AutoCloseable {
    /** Longest body that is taken, bytes: room for some hundred policies of a node at 400 bytes each, and their complaints. */
    public static final int BODY_LIMIT = 256 * 1024;

    private static final int HEAD_LIMIT = 8 * 1024;
    /** Between two questions of a fleet pass; after that the connection costs the agent more than a new one. */
    private static final Duration KEEP_ALIVE = Duration.ofMinutes(2);

    private final Vertx vertx;
    private final int port;
    private final String path;
    private final Duration deadline;
    private final AtomicReference<HttpClient> client;

    /**
     * Makes a client; connects to nobody yet.
     *
     * @param deadline from the question to the last byte of the answer, connecting included
     */
    public AgentClient(Vertx vertx, int port, String path, Duration deadline, TlsMaterial material) {
        this.vertx = vertx;
        this.port = port;
        this.path = path;
        this.deadline = deadline;
        this.client = new AtomicReference<>(connect(material));
    }

    /**
     * Asks the agent at an address.
     *
     * @param address IPv4 or IPv6, as in a pod's status; a name is never looked up
     * @return completes within the deadline and never exceptionally
     */
    public CompletionStage<AgentAnswer> ask(String address) {
        if (!NetUtil.isValidIpV4Address(address) && !NetUtil.isValidIpV6Address(address)) {
            return Future.<AgentAnswer>succeededFuture(
                            new AgentAnswer.Failed(AgentFailure.UNREACHABLE, "not an IP address"))
                    .toCompletionStage();
        }
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(address)
                .setPort(port)
                .setURI(path)
                .setConnectTimeout(deadline.toMillis());
        Exchange exchange = new Exchange();
        client.get().request(options).onComplete(connected -> {
            if (connected.succeeded()) {
                exchange.send(connected.result());
            } else {
                exchange.fail(connected.cause());
            }
        });
        return exchange.answer().toCompletionStage();
    }

    /** Proves itself with this and trusts these from the next question on; questions under way end as they began. */
    public void replace(TlsMaterial material) {
        HttpClient before = client.getAndSet(connect(material));
        vertx.setTimer(deadline.toMillis() + 1, timer -> before.close());
    }

    /** Questions under way fail as unreachable. */
    @Override
    public void close() {
        client.get().close();
    }

    private HttpClient connect(TlsMaterial material) {
        HttpClientOptions options = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setSsl(true)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3", "TLSv1.2"))
                .setKeyCertOptions(PemKey.of(material.identity()))
                .setTrustOptions(TrustOptions.wrap(new NamedPeerTrust(material.trusted(), LeafProfile.AGENT_NAME)))
                // NamedPeerTrust compares the name
                .setVerifyHost(false)
                .setConnectTimeout(Math.toIntExact(deadline.toMillis()))
                .setSslHandshakeTimeout(deadline.toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                .setKeepAliveTimeout(Math.toIntExact(KEEP_ALIVE.toSeconds()))
                .setMaxHeaderSize(HEAD_LIMIT)
                .setMaxInitialLineLength(HEAD_LIMIT);
        // per agent, and agents are asked once a pass
        return vertx.httpClientBuilder()
                .with(options)
                .with(new PoolOptions().setHttp1MaxSize(1))
                // the question that a broken connection fails tells it; the pool would log it as well
                .withConnectHandler(connection -> connection.exceptionHandler(broken -> {}))
                .build();
    }

    /** One question. All of it happens on the event loop of its connection, the deadline aside. */
    private final class Exchange {
        private final Promise<AgentAnswer> promise = Promise.promise();
        private final AtomicReference<HttpClientRequest> sent = new AtomicReference<>();
        private final Buffer body = Buffer.buffer();

        Future<AgentAnswer> answer() {
            return promise.future()
                    .timeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
                    .otherwise(this::late);
        }

        void send(HttpClientRequest request) {
            sent.set(request);
            if (promise.future().isComplete()) {
                request.reset();
                return;
            }
            request.exceptionHandler(this::fail);
            request.send().onSuccess(this::read).onFailure(this::fail);
        }

        void fail(Throwable cause) {
            promise.tryComplete(failure(cause));
        }

        private void read(HttpClientResponse response) {
            response.exceptionHandler(this::fail);
            if (response.statusCode() != 200) {
                giveUp(AgentFailure.BAD_STATUS, "status " + response.statusCode());
                return;
            }
            response.handler(this::add);
            response.endHandler(
                    end -> promise.tryComplete(new AgentAnswer.Body(body.toString(StandardCharsets.UTF_8))));
        }

        private void add(Buffer part) {
            if (body.length() + part.length() > BODY_LIMIT) {
                giveUp(AgentFailure.TOO_LARGE, "more than " + BODY_LIMIT + " bytes");
            } else {
                body.appendBuffer(part);
            }
        }

        private void giveUp(AgentFailure reason, String detail) {
            promise.tryComplete(new AgentAnswer.Failed(reason, detail));
            HttpClientRequest request = sent.get();
            if (request != null) {
                request.reset();
            }
        }

        private AgentAnswer late(Throwable cause) {
            giveUp(AgentFailure.TIMEOUT, "no answer within " + deadline.toMillis() + " ms");
            return failure(cause);
        }
    }

    private AgentAnswer failure(Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof SSLException) {
                return new AgentAnswer.Failed(AgentFailure.TLS_REFUSED, "TLS: " + at.getMessage());
            }
            if (at instanceof TooLongFrameException) {
                return new AgentAnswer.Failed(AgentFailure.TOO_LARGE, "head of more than " + HEAD_LIMIT + " bytes");
            }
            if (at instanceof TimeoutException || at instanceof io.netty.channel.ConnectTimeoutException) {
                return new AgentAnswer.Failed(AgentFailure.TIMEOUT, "no answer within " + deadline.toMillis() + " ms");
            }
        }
        return new AgentAnswer.Failed(AgentFailure.UNREACHABLE, String.valueOf(cause.getMessage()));
    }
}
