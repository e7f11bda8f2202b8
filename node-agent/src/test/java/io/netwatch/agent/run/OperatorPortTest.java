package io.netwatch.agent.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netwatch.agent.config.ListenAddress;
import io.netwatch.agent.testbed.CertificateAuthority;
import io.netwatch.agent.testbed.CertificateAuthority.Identity;
import io.netwatch.agent.view.TlsFiles;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The port for the operator as clients meet it that hold this certificate or that. */
@QuarkusTest
class OperatorPortTest {
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration VALID = Duration.ofHours(1);
    private static final String OPERATOR = "netwatch-operator";

    private final CertificateAuthority authority = new CertificateAuthority("ca");

    @TempDir
    Path folder;

    @Inject
    Vertx vertx;

    @Inject
    Routes routes;

    private OperatorPort port;

    @BeforeEach
    void listen() throws Exception {
        authority.mount(authority.issue("localhost", VALID), folder);
        port = OperatorPort.open(
                vertx,
                routes.handler(),
                new OperatorEndpoint(ListenAddress.parse("127.0.0.1:0"), folder, TlsFiles.read(folder)),
                LOOK);
    }

    @AfterEach
    void close() {
        port.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/node", "/api/v1/connections", "/q/metrics", "/q/health"})
    void answersTheOperator(String path) throws Exception {
        assertThat(get(path, authority.client(operator())).statusCode()).isEqualTo(200);
    }

    @Test
    void refusesTheHandshakeWithoutCertificate() throws Exception {
        assertRefused(authority.client(Optional.empty()));
    }

    @Test
    void refusesTheHandshakeOfAnotherAuthority() throws Exception {
        Identity stranger = new CertificateAuthority("ca").issue(OPERATOR, VALID);

        assertRefused(authority.client(Optional.of(stranger)));
    }

    @Test
    void refusesTheHandshakeWithExpiredCertificate() throws Exception {
        Identity expired = authority.issue(OPERATOR, Duration.ofMinutes(-1));

        assertRefused(authority.client(Optional.of(expired)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"netwatch-agent", "netwatch-operator.example.com", "localhost"})
    void answersNobodyElseOfTheSameAuthority(String name) throws Exception {
        SSLContext other = authority.client(Optional.of(authority.issue(name, VALID)));

        for (String path : new String[] {"/api/v1/node", "/q/health", "/nothing"}) {
            assertThat(get(path, other).statusCode()).isEqualTo(403);
        }
    }

    @Test
    void answersNobodyWithoutTls() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.port())) {
            socket.getOutputStream()
                    .write("GET /q/health HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .doesNotContain("HTTP/1.1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void speaksPresentVersionsOfTls(String version) throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .sslContext(authority.client(operator()))
                .sslParameters(new SSLParameters(null, new String[] {version}))
                .build();

        assertThat(client.send(request("/api/v1/node"), BodyHandlers.ofString()).sslSession())
                .get()
                .extracting(session -> session.getProtocol())
                .isEqualTo(version);
    }

    @Test
    void showsAndTrustsWhatTheFolderHoldsLater() throws Exception {
        SSLContext before = authority.client(operator());
        CertificateAuthority next = new CertificateAuthority("next");
        SSLContext after = next.client(Optional.of(next.issue(OPERATOR, VALID)));
        assertRefused(after);

        next.mount(next.issue("localhost", VALID), folder);

        await().ignoreExceptionsInstanceOf(IOException.class)
                .untilAsserted(() ->
                        assertThat(get("/api/v1/node", after).statusCode()).isEqualTo(200));
        assertRefused(before);
    }

    @Test
    void keepsWhatItHadWhileTheFilesDoNotFitTogether() throws Exception {
        Principal before = issuer();
        Files.writeString(folder.resolve("tls.crt"), "half a certificate");
        Thread.sleep(4 * LOOK.toMillis());

        assertThat(get("/api/v1/node", authority.client(operator())).statusCode())
                .isEqualTo(200);
        assertThat(issuer()).isEqualTo(before);
    }

    private Principal issuer() throws Exception {
        try (SSLSocket socket =
                (SSLSocket) authority.client(operator()).getSocketFactory().createSocket("127.0.0.1", port.port())) {
            return socket.getSession().getPeerPrincipal();
        }
    }

    private Optional<Identity> operator() {
        return Optional.of(authority.issue(OPERATOR, VALID));
    }

    private void assertRefused(SSLContext client) {
        assertThatThrownBy(() -> get("/q/health", client))
                .isInstanceOf(IOException.class)
                .satisfies(e -> assertThat(e instanceof SSLException || e.getCause() instanceof SSLException)
                        .as("%s", e)
                        .isTrue());
    }

    private HttpResponse<String> get(String path, SSLContext client) throws Exception {
        return HttpClient.newBuilder().sslContext(client).build().send(request(path), BodyHandlers.ofString());
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + port.port() + path))
                .timeout(Duration.ofSeconds(10))
                .build();
    }
}
