package io.netwatch.operator.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwatch.api.tls.NamedPeerTrust;
import io.netwatch.operator.tls.CallerCheck.Verdict;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsServerTest {
    private static final Patience SHORT =
            new Patience(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(2));
    private static final Map<String, Verdict> TOKENS =
            Map.of("prometheus", Verdict.ALLOWED, "somebody", Verdict.FORBIDDEN, "unsure", Verdict.UNDECIDED);

    private final Vertx vertx = Vertx.vertx();
    private final Certificates ours = new Certificates();
    private final CountDownLatch release = new CountDownLatch(1);
    private volatile String worker = "";
    private MetricsServer server;
    private int port;

    @BeforeEach
    void start() throws Exception {
        server = new MetricsServer(vertx, ours.operator(), () -> "netwatch_up 1\n", this::check, SHORT);
        port = server.listen("127.0.0.1", 0).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        release.countDown();
        server.close().toCompletableFuture().get(10, TimeUnit.SECONDS);
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void givesMetricsInPrometheusFormatToAllowedCaller() throws Exception {
        String answer = ask("GET /metrics HTTP/1.1", "Authorization: Bearer prometheus", "Connection: close");

        assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nnetwatch_up 1\n");
        assertThat(answer.toLowerCase(Locale.ROOT))
                .contains("content-type: text/plain; version=0.0.4; charset=utf-8\r\n");
        assertThat(worker).startsWith("metrics-callers");
    }

    @ParameterizedTest
    @CsvSource({"somebody,403", "unsure,503", "nobody,401", "broken,503"})
    void refusesCallersAsChecked(String token, int status) throws Exception {
        String answer = ask("GET /metrics HTTP/1.1", "Authorization: Bearer " + token);

        assertThat(answer).startsWith("HTTP/1.1 " + status + " ").doesNotContain("netwatch_up", token);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-None: x",
                "Authorization: Basic cHJvbWV0aGV1cw==",
                "Authorization: Bearer",
                "Authorization: Bearer a b",
                "Authorization: Bearer prometheus\r\nAuthorization: Bearer prometheus"
            })
    void asksForTokenWhereNoneCame(String header) throws Exception {
        String answer = ask("GET /metrics HTTP/1.1", header);

        assertThat(answer).startsWith("HTTP/1.1 401 ").containsIgnoringCase("WWW-Authenticate: Bearer\r\n");
        assertThat(worker).as("who was asked").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET / HTTP/1.1,404",
        "GET /metrics/ HTTP/1.1,404",
        "GET /q/health HTTP/1.1,404",
        "POST /metrics HTTP/1.1,405",
        "DELETE /metrics HTTP/1.1,405",
        "HEAD /metrics HTTP/1.1,405"
    })
    void servesNothingElse(String line, int status) throws Exception {
        assertThat(ask(line, "Authorization: Bearer prometheus")).startsWith("HTTP/1.1 " + status + " ");
    }

    @Test
    void takesNoBody() throws Exception {
        assertThat(ask("GET /metrics HTTP/1.1", "Authorization: Bearer prometheus", "Content-Length: 5"))
                .startsWith("HTTP/1.1 400 ");
        assertThat(ask("GET /metrics HTTP/1.1", "Authorization: Bearer prometheus", "Transfer-Encoding: chunked"))
                .startsWith("HTTP/1.1 400 ");
    }

    @Test
    void refusesBigHead() throws Exception {
        assertThat(ask("GET /metrics HTTP/1.1", "X-Big: " + "x".repeat(9 * 1024)))
                .startsWith("HTTP/1.1 431 ");
        assertThat(ask("GET /metrics?" + "x".repeat(2 * 1024) + " HTTP/1.1")).matches("(?s)HTTP/1.[01] 414 .*");
        assertThat(worker).isEmpty();
    }

    @Test
    void closesOnCallerThatTricklesItsHead() throws Exception {
        long start = System.nanoTime();
        try (SSLSocket socket = connect(ours)) {
            assertThatThrownBy(() -> trickle(socket)).isInstanceOf(IOException.class);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
        assertThat(ask("GET /metrics HTTP/1.1", "Authorization: Bearer prometheus", "Connection: close"))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void closesOnCallerThatSaysNothing() throws Exception {
        try (SSLSocket socket = connect(ours)) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void closesOnAllowedCallerThatStaysSilent() throws Exception {
        // no Connection: close: reads to the end, which the server makes
        assertThat(ask("GET /metrics HTTP/1.1", "Authorization: Bearer prometheus"))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void refusesWhenCheckTakesTooLong() throws Exception {
        assertThat(ask("GET /metrics HTTP/1.1", "Authorization: Bearer slow")).startsWith("HTTP/1.1 503 ");
    }

    @Test
    void isNotTakenForAnotherAuthoritysServer() {
        assertThatThrownBy(() -> connect(new Certificates()).close()).isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void showsNewCertificateToNewConnections() throws Exception {
        Certificates next = new Certificates();
        try (SSLSocket before = connect(ours)) {
            KeyedCertificate replacement = next.operator();
            server.replace(replacement).toCompletableFuture().get(10, TimeUnit.SECONDS);

            try (SSLSocket after = connect(next)) {
                assertThat(after.getSession().getPeerCertificates()[0]).isEqualTo(replacement.certificate());
                assertThat(after.getSession().getProtocol()).isEqualTo("TLSv1.3");
            }
            assertThat(ask(before, "GET /metrics HTTP/1.1", "Authorization: Bearer prometheus"))
                    .startsWith("HTTP/1.1 200 ");
        }
        assertThatThrownBy(() -> connect(ours).close()).isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void speaksNoPlainHttp() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write("GET /metrics HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            byte[] answer = socket.getInputStream().readAllBytes();
            assertThat(new String(answer, StandardCharsets.US_ASCII)).doesNotContain("HTTP");
        }
    }

    private Verdict check(String token) {
        worker = Thread.currentThread().getName();
        if (token.equals("broken")) {
            throw new IllegalStateException("the check is broken");
        }
        if (token.equals("slow")) {
            awaitRelease();
        }
        return TOKENS.getOrDefault(token, Verdict.UNKNOWN_CALLER);
    }

    private void awaitRelease() {
        try {
            assertThat(release.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String ask(String... head) throws Exception {
        try (SSLSocket socket = connect(ours)) {
            return ask(socket, head);
        }
    }

    /** All that comes until the server closes. */
    private static String ask(SSLSocket socket, String... head) throws IOException {
        String text = String.join("\r\n", head) + "\r\nHost: netwatch-operator\r\n\r\n";
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void trickle(SSLSocket socket) throws Exception {
        OutputStream out = socket.getOutputStream();
        out.write("GET /metrics HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < 100; i++) {
            out.write(("X-" + i + ": x\r\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();
            Thread.sleep(100);
        }
    }

    private SSLSocket connect(Certificates trusted) throws Exception {
        List<X509Certificate> authorities = List.of(trusted.authority.certificate());
        SSLContext context = SSLContext.getInstance("TLS");
        TrustManager[] trust = {new NamedPeerTrust(authorities, "nw-metrics.watch.svc")};
        context.init(null, trust, null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        socket.startHandshake();
        return socket;
    }
}
