package io.netwatch.agent.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.netwatch.agent.config.HostPort;
import io.netwatch.agent.event.BootClock;
import io.netwatch.agent.identify.Directory;
import io.netwatch.agent.testbed.CertificateAuthority;
import io.netwatch.api.identity.IdentityLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
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

    private OperatorStream stream;
    private Thread thread;
    private HttpsServer server;

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
        server.stop(0);
    }

    @Test
    void takesInWhatTheOperatorTellsAndGoesOnWhereItWas() throws Exception {
        serve(
                "netwatch-operator",
                "{\"begin\":{\"stream\":\"s 1\",\"snapshot\":true}}",
                "{\"namespace\":{\"name\":\"shop\",\"labels\":{\"a\":\"b\"}}}",
                "{\"current\":{\"revision\":7,\"at\":0}}");

        await().until(() -> requests.size() >= 2);

        assertThat(requests.get(0)).isEqualTo("GET /api/v1/identity gzip");
        assertThat(requests.get(1)).isEqualTo("GET /api/v1/identity?stream=s+1&revision=7 gzip");
        await().untilAsserted(() -> assertThat(lines).hasSizeGreaterThanOrEqualTo(3));
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
        SSLContext context = signer.client(Optional.of(shown));
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters mutual = context.getDefaultSSLParameters();
                mutual.setNeedClientAuth(true);
                parameters.setSSLParameters(mutual);
            }
        });
        server.createContext("/", exchange -> answer(exchange, answer));
        server.start();
        stream = new OperatorStream(
                new HostPort("127.0.0.1", server.getAddress().getPort()), folder, directory, Runnable::run);
        thread = new Thread(stream, "test-operator-stream");
        thread.setDaemon(true);
        thread.start();
    }

    /** Each line is a gzip member of its own, as each is told at once. */
    private void answer(HttpExchange exchange, String... answer) throws IOException {
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("Accept-Encoding"));
        exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody()) {
            for (String line : answer) {
                body.write(gzip(line + "\n"));
                body.flush();
            }
        }
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
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
