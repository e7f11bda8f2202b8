package io.netwatch.agent.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netwatch.agent.config.HostPort;
import io.netwatch.agent.event.BootClock;
import io.netwatch.agent.identify.Directory;
import io.netwatch.agent.testbed.Await;
import io.netwatch.agent.testbed.CertificateAuthority;
import io.netwatch.agent.view.TlsFiles;
import io.netwatch.api.identity.IdentityLine;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorStreamTest {
    private static final Duration VALID = Duration.ofHours(1);

    private final CertificateAuthority authority = new CertificateAuthority("netwatch");
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<IdentityLine> lines = new CopyOnWriteArrayList<>();
    private final Directory directory = new Directory(true, 16, new BootClock(Clock.systemUTC(), System::nanoTime));

    @TempDir
    private Path folder;

    @TempDir
    private Path operatorFolder;

    private OperatorStream stream;
    private Thread thread;
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private HttpServer server;

    @BeforeEach
    void mount() throws Exception {
        authority.mount(authority.issue("netwatch-agent", VALID), folder);
        directory.followLines(lines::add);
    }

    @AfterEach
    void stop() throws Exception {
        stream.close();
        thread.interrupt();
        thread.join();
        Await.of(vertx.close());
    }

    @Test
    void takesInWhatTheOperatorTellsAndGoesOnWhereItWas() throws Exception {
        serve(
                "netwatch-operator",
                "{\"begin\":{\"stream\":\"s 1\",\"snapshot\":true}}",
                "{\"namespace\":{\"name\":\"shop\",\"labels\":{\"a\":\"b\"}}}",
                "{\"current\":{\"revision\":7,\"at\":0}}");

        await().until(() -> requests.size() >= 2 && lines.size() >= 3);

        assertThat(requests.get(0)).isEqualTo("GET /api/v1/identity gzip");
        assertThat(requests.get(1)).isEqualTo("GET /api/v1/identity?stream=s+1&revision=7 gzip");
        assertThat(lines.get(1).namespace().name()).isEqualTo("shop");
    }

    @Test
    void trustsNobodyElse() throws Exception {
        serve("netwatch-agent", "{\"begin\":{\"stream\":\"s\",\"snapshot\":true}}");

        assertThat(read()).isInstanceOf(IOException.class).hasStackTraceContaining("not for netwatch-operator");
        assertThat(lines).isEmpty();
    }

    @Test
    void trustsNoOtherAuthority() throws Exception {
        CertificateAuthority other = new CertificateAuthority("other");
        serve(other, other.issue("netwatch-operator", VALID), "{\"begin\":{\"stream\":\"s\",\"snapshot\":true}}");

        assertThat(read()).isInstanceOf(IOException.class);
        assertThat(lines).isEmpty();
    }

    @Test
    void followsARenewedCertificate() throws Exception {
        CertificateAuthority next = new CertificateAuthority("netwatch");
        serve(next, next.issue("netwatch-operator", VALID), "{\"current\":{\"revision\":1,\"at\":0}}");
        assertThat(requests).isEmpty();

        next.mount(next.issue("netwatch-agent", VALID), folder);

        await().until(() -> !lines.isEmpty());
    }

    private void serve(String name, String... answer) throws Exception {
        serve(authority, authority.issue(name, VALID), answer);
    }

    private void serve(CertificateAuthority signer, CertificateAuthority.Identity shown, String... answer)
            throws Exception {
        signer.mount(shown, operatorFolder);
        HttpServerOptions options = new HttpServerOptions().setSsl(true).setClientAuth(ClientAuth.REQUIRED);
        TlsFiles.read(operatorFolder).apply(options.getSslOptions());
        server = Await.of(vertx.createHttpServer(options)
                .requestHandler(request -> answer(request, answer))
                .listen(0, "127.0.0.1"));
        stream = new OperatorStream(new HostPort("127.0.0.1", server.actualPort()), folder, directory, Runnable::run);
        thread = new Thread(stream, "test-operator-stream");
        thread.setDaemon(true);
        thread.start();
    }

    /** Each line is a gzip member of its own, as each is told at once. */
    private void answer(HttpServerRequest request, String... answer) {
        requests.add(request.method() + " " + request.uri() + " " + request.getHeader("Accept-Encoding"));
        HttpServerResponse response = request.response().setChunked(true).putHeader("Content-Encoding", "gzip");
        for (String line : answer) {
            response.write(Buffer.buffer(gzip(line + "\n")));
        }
        response.end();
    }

    private static byte[] gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private IOException read() {
        try {
            stream.read();
            throw new AssertionError("read from somebody else");
        } catch (IOException e) {
            return e;
        }
    }
}
