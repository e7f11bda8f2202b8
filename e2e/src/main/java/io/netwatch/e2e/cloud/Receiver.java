package io.netwatch.e2e.cloud;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.KeyStoreOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A server that takes in what agents send: HTTPS, HTTP/1.1 and 2, with a certificate of its own. Runs in threads of its own until it is
 * closed, which waits for their end.
 */
public final class Receiver implements AutoCloseable {
    /** Where snapshots go. */
    public static final String INGEST = "/api/v1/ingest";

    /** Where {@link Counts} are. */
    public static final String RECEIVED = "/api/v1/received";

    private static final long PATIENCE_S = 20;
    private static final int IDLE_S = 60;

    private final Vertx vertx;
    private final Settings settings;
    private final ServerCertificate certificate;
    private final Ingest ingest;
    private final HttpServer server;

    private Receiver(Settings settings, Consumer<Received> listener, ServerCertificate certificate) {
        this.settings = settings;
        this.certificate = certificate;
        ingest = new Ingest(settings, listener);
        vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(2)
                .setUseDaemonThread(true)
                .setMaxEventLoopExecuteTime(TimeUnit.SECONDS.toNanos(PATIENCE_S))
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        server = vertx.createHttpServer(options()).requestHandler(this::handle);
    }

    /**
     * Listens, once this returns.
     *
     * @param listener told of each snapshot that is new, in the order in which they came; must not block for long
     * @throws IllegalStateException when it can't listen there, with a sentence for a person
     */
    public static Receiver start(Settings settings, Consumer<Received> listener) {
        return start(settings, listener, ServerCertificate.make(names(settings)));
    }

    static Receiver start(Settings settings, Consumer<Received> listener, ServerCertificate certificate) {
        Receiver receiver = new Receiver(settings, listener, certificate);
        try {
            await(receiver.server.listen());
        } catch (IllegalStateException e) {
            receiver.close();
            throw new IllegalStateException("can't listen on " + text(settings.listen()) + ": " + e.getMessage(), e);
        }
        return receiver;
    }

    private HttpServerOptions options() {
        return new HttpServerOptions()
                .setHost(settings.listen().getAddress().getHostAddress())
                .setPort(settings.listen().getPort())
                .setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(new KeyStoreOptions()
                        .setType("PKCS12")
                        .setPassword(certificate.password())
                        .setAlias(ServerCertificate.ALIAS)
                        .setValue(certificate.store()))
                .setHandle100ContinueAutomatically(true)
                .setIdleTimeout(IDLE_S);
    }

    /** Where an agent on this machine sends to. */
    public URI endpoint() {
        InetAddress address = settings.listen().getAddress();
        String host = address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
        return URI.create("https://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port() + INGEST);
    }

    public int port() {
        return server.actualPort();
    }

    /** PEM of who vouches for its certificate: what an agent is given as CA. */
    public String authority() {
        return certificate.authority();
    }

    /** From the next request on, after those that were asked for before. */
    public void force(ForcedAnswer answer) {
        ingest.force(answer);
    }

    public Counts counts() {
        return ingest.counts();
    }

    /** The latest snapshots, oldest first; ten of them. */
    public List<Received> recent() {
        return ingest.recent();
    }

    private void handle(HttpServerRequest request) {
        switch (request.path()) {
            case INGEST -> {
                if (allowed(request, HttpMethod.POST)) {
                    receive(request);
                }
            }
            case RECEIVED -> {
                if (allowed(request, HttpMethod.GET)) {
                    answer(request, () -> ingest.counts(request.getHeader(HttpHeaders.AUTHORIZATION)));
                }
            }
            default -> send(request.response(), Answer.refusal(404, "there is nothing here"));
        }
    }

    private boolean allowed(HttpServerRequest request, HttpMethod method) {
        if (request.method().equals(method)) {
            return true;
        }
        send(request.response(), Answer.refusal(405, "only " + method).with("Allow", method.name()));
        return false;
    }

    /** Reads a body to its end, so that whoever sends too much gets to read the answer; keeps as much as is looked at. */
    private void receive(HttpServerRequest request) {
        Buffer body = Buffer.buffer();
        request.handler(part -> {
            int room = Call.MAX_BODY + 1 - body.length();
            body.appendBuffer(part.length() <= room ? part : part.slice(0, Math.max(room, 0)));
        });
        request.endHandler(end -> answer(
                request,
                () -> ingest.answer(new Call(
                        request.getHeader(HttpHeaders.AUTHORIZATION),
                        request.getHeader(HttpHeaders.CONTENT_TYPE),
                        request.getHeader(HttpHeaders.CONTENT_ENCODING),
                        body))));
    }

    private void answer(HttpServerRequest request, Callable<Answer> job) {
        vertx.executeBlocking(job)
                .onSuccess(answer -> send(request.response(), answer))
                .onFailure(e -> send(request.response(), Answer.refusal(500, "the receiver failed: " + e)));
    }

    private void send(HttpServerResponse response, Answer answer) {
        response.setStatusCode(answer.status()).putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        answer.headers().forEach(response::putHeader);
        if (settings.gzip()) {
            response.putHeader(HttpHeaders.ACCEPT_ENCODING, "gzip"); // RFC 9110, 12.5.3: what a request may be coded in
        }
        response.end(answer.body());
    }

    private static Set<String> names(Settings settings) {
        InetAddress own = settings.listen().getAddress();
        Set<String> names = new LinkedHashSet<>(List.of("127.0.0.1", "localhost"));
        names.addAll(settings.names());
        names.addAll(
                own.isAnyLocalAddress()
                        ? addresses()
                        : List.of(text(own), settings.listen().getHostString()));
        return names;
    }

    private static List<String> addresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .map(Receiver::text)
                    .toList();
        } catch (SocketException e) {
            throw new IllegalStateException("this machine's addresses are not known", e);
        }
    }

    private static String text(InetAddress address) {
        return address.getHostAddress().split("%", 2)[0]; // no certificate has a zone
    }

    private static String text(InetSocketAddress address) {
        return text(address.getAddress()) + ":" + address.getPort();
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("no answer within " + PATIENCE_S + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
