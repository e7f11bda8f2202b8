package io.netwatch.agent.send;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLException;

/**
 * Talks to one server, over HTTP/2 where it speaks that and HTTP/1.1 else. Follows no redirect: the key is for this server. Each exchange
 * ends in time, however slowly the server sends, and keeps a bounded part of what it sends. Used by one thread.
 */
final class CloudClient {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int HTTP_PORT = 80;

    private final Destination destination;
    private final Duration deadline;
    private final HttpClient client;
    /** Whether a connection may be left from the exchange before, which the server may have closed meanwhile. */
    private boolean mayReuse;

    /**
     * @param executor runs what the HTTP client has to do, a little at a time
     * @param deadline of an exchange, from connecting to the last byte
     * @throws IOException when the destination's CA bundle can't be used
     */
    CloudClient(Destination destination, Executor executor, Duration deadline) throws IOException {
        this.destination = destination;
        this.deadline = deadline;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .connectTimeout(deadline.compareTo(CONNECT) < 0 ? deadline : CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(proxy(destination.proxy()))
                .executor(executor);
        if (destination.caBundle() != null) {
            builder.sslContext(CloudTls.trusting(destination.caBundle()));
        }
        this.client = builder.build();
    }

    private static ProxySelector proxy(URI proxy) {
        if (proxy == null) {
            return HttpClient.Builder.NO_PROXY;
        }
        int port = proxy.getPort() < 0 ? HTTP_PORT : proxy.getPort();
        return ProxySelector.of(InetSocketAddress.createUnresolved(proxy.getHost(), port));
    }

    /**
     * Posts a body and waits for the whole answer. A connection that was open turns out to be closed by sending, so then it is sent once
     * more.
     *
     * @throws IOException with a sentence for a person when there is no whole answer
     */
    Reply post(RequestBody body, String key, boolean gzip) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(destination.target())
                .timeout(deadline)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(gzip ? body.compressed() : body.plain());
        if (gzip) {
            request.header("Content-Encoding", "gzip");
        }
        AtomicBoolean answered = new AtomicBoolean();
        boolean second = mayReuse;
        mayReuse = false;
        Reply reply;
        try {
            reply = exchange(request.build(), answered);
        } catch (ClosedBeforeAnswerException e) {
            if (!second) {
                throw e;
            }
            reply = exchange(request.build(), answered);
        }
        mayReuse = true;
        return reply;
    }

    private Reply exchange(HttpRequest request, AtomicBoolean answered) throws IOException, InterruptedException {
        Future<HttpResponse<String>> response = client.sendAsync(request, head -> {
            answered.set(true);
            return BodySubscribers.fromSubscriber(new BoundedBody(), BoundedBody::text);
        });
        try {
            HttpResponse<String> got = response.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
            return new Reply(got.statusCode(), got.headers(), got.body());
        } catch (TimeoutException e) {
            throw new IOException(late(), e);
        } catch (ExecutionException e) {
            throw failure(e.getCause(), answered.get());
        } finally {
            response.cancel(true);
        }
    }

    private IOException failure(Throwable cause, boolean answered) {
        String server = destination.server() + viaProxy();
        if (cause instanceof HttpConnectTimeoutException) {
            return new IOException(server + " does not answer to connect", cause);
        }
        if (cause instanceof HttpTimeoutException) {
            return new IOException(late(), cause);
        }
        if (cause instanceof ConnectException) {
            return new IOException(
                    server + (isUnresolved(cause) ? " has a name that DNS does not know" : " refuses connections"),
                    cause);
        }
        String why = ForeignText.clean(cause.getMessage() == null ? cause.toString() : cause.getMessage(), "");
        if (cause instanceof SSLException) {
            return new IOException("TLS with " + server + " fails: " + why, cause);
        }
        String sentence = "the connection to " + server + " breaks off: " + why;
        return answered || !(cause instanceof IOException)
                ? new IOException(sentence, cause)
                : new ClosedBeforeAnswerException(sentence, cause);
    }

    private static boolean isUnresolved(Throwable cause) {
        for (Throwable one = cause; one != null; one = one.getCause()) {
            if (one instanceof UnresolvedAddressException) {
                return true;
            }
        }
        return false;
    }

    private String late() {
        return destination.server() + viaProxy() + " gives no whole answer within " + deadline.toSeconds() + " s";
    }

    private String viaProxy() {
        return destination.proxy() == null
                ? ""
                : " by the proxy " + destination.proxy().getHost();
    }

    /** The server hung up before it said anything. */
    private static final class ClosedBeforeAnswerException extends IOException {
        private static final long serialVersionUID = 1L;

        ClosedBeforeAnswerException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
