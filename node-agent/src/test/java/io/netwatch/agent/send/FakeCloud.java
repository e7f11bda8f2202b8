package io.netwatch.agent.send;

import io.netwatch.agent.testbed.CertificateAuthority;
import io.netwatch.api.snapshot.IngestRequest;
import io.netwatch.api.snapshot.IngestResponse;
import io.netwatch.api.snapshot.Snapshot;
import io.netwatch.api.snapshot.SnapshotJson;
import io.netwatch.api.snapshot.UnreadableJsonException;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/** A server with a certificate for localhost that answers as it is told, else as the cloud does when all is well. Loopback only. */
final class FakeCloud implements AutoCloseable {
    /** One for all tests: it takes longer to make than a server. */
    private static final Vertx VERTX =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setUseDaemonThread(true));

    private final HttpVersion version;
    private final Queue<Consumer<HttpServerResponse>> script = new ConcurrentLinkedQueue<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<String> accepted = Collections.synchronizedList(new ArrayList<>());
    private volatile MultiMap always = MultiMap.caseInsensitiveMultiMap();
    private HttpServer server;
    private int port;
    private String caBundle;

    /** One that arrived. */
    record Request(HttpVersion version, String uri, MultiMap headers, int bytes, IngestRequest content) {
        List<String> timestamps() {
            return content.snapshots().stream().map(Snapshot::timestamp).toList();
        }
    }

    FakeCloud(HttpVersion version) {
        this.version = version;
        open(new CertificateAuthority("cloud"), Duration.ofHours(1));
    }

    /** Shows a certificate of that authority; at the port where it was. */
    void open(CertificateAuthority authority, Duration valid) {
        try {
            CertificateAuthority.Identity identity = authority.issue("localhost", valid);
            caBundle = authority.pem();
            HttpServerOptions options = new HttpServerOptions()
                    .setSsl(true)
                    .setUseAlpn(version == HttpVersion.HTTP_2)
                    .setAlpnVersions(List.of(version))
                    .setHandle100ContinueAutomatically(true)
                    .setKeyCertOptions(new PemKeyCertOptions()
                            .setCertValue(Buffer.buffer(identity.certificatePem()))
                            .setKeyValue(Buffer.buffer(identity.keyPem())));
            server = waitFor(VERTX.createHttpServer(options)
                    .requestHandler(request -> request.body().onSuccess(body -> answer(request, body)))
                    .listen(port, "127.0.0.1"));
            port = server.actualPort();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Nobody listens any more. */
    void shut() {
        waitFor(server.close());
    }

    /** A busy machine takes its time. */
    private static <T> T waitFor(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(1, TimeUnit.MINUTES);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    String uri() {
        return "https://localhost:" + port;
    }

    String caBundle() {
        return caBundle;
    }

    /** What the next request gets, then the one after it, and so on. */
    @SafeVarargs
    final void next(Consumer<HttpServerResponse>... answers) {
        for (Consumer<HttpServerResponse> answer : answers) {
            script.add(answer);
        }
    }

    /** A header of each answer. */
    void always(String name, String value) {
        always = MultiMap.caseInsensitiveMultiMap().add(name, value);
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    Request last() {
        return requests.get(requests.size() - 1);
    }

    /** Timestamps, in the order in which they were accepted. */
    List<String> accepted() {
        return List.copyOf(accepted);
    }

    static Consumer<HttpServerResponse> status(int status, String type, String body) {
        return response -> {
            response.setStatusCode(status);
            if (type != null) {
                response.putHeader("Content-Type", type);
            }
            response.end(body);
        };
    }

    static Consumer<HttpServerResponse> json(int status, String body) {
        return status(status, "application/json", body);
    }

    /** {@code statuses} of the results, by index. */
    static Consumer<HttpServerResponse> results(int status, int... statuses) {
        List<IngestResponse.Result> results = new ArrayList<>();
        for (int index = 0; index < statuses.length; index++) {
            results.add(new IngestResponse.Result(
                    index, statuses[index], statuses[index] / 100 == 2 ? null : "reason " + statuses[index]));
        }
        long fine = results.stream().filter(it -> it.status() / 100 == 2).count();
        return json(
                status,
                Buffer.buffer(SnapshotJson.write(new IngestResponse(fine, statuses.length - fine, "h", results)))
                        .toString());
    }

    private void answer(HttpServerRequest request, Buffer body) {
        Request arrived = new Request(
                request.version(),
                request.uri(),
                MultiMap.caseInsensitiveMultiMap().addAll(request.headers()),
                body.length(),
                read(request, body.getBytes()));
        Consumer<HttpServerResponse> scripted = script.poll();
        HttpServerResponse response = request.response();
        response.headers().addAll(always);
        requests.add(arrived);
        if (scripted != null) {
            scripted.accept(response);
            return;
        }
        accepted.addAll(arrived.timestamps());
        int[] statuses = new int[arrived.timestamps().size()];
        Arrays.fill(statuses, 200);
        results(200, statuses).accept(response);
    }

    private static IngestRequest read(HttpServerRequest request, byte[] body) {
        try {
            boolean gzip = "gzip".equals(request.getHeader("Content-Encoding"));
            return SnapshotJson.readRequest(
                    gzip ? new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes() : body);
        } catch (UnreadableJsonException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        shut();
    }
}
