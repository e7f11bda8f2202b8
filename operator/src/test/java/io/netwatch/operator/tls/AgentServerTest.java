package io.netwatch.operator.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwatch.api.tls.CertificateNames;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentServerTest {
    private static final Patience SHORT =
            new Patience(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(2));

    private final Vertx vertx = Vertx.vertx();
    private final Certificates ours = new Certificates();
    private final Certificates others = new Certificates();
    private final AtomicInteger asked = new AtomicInteger();
    private AgentServer server;
    private int port;

    @BeforeEach
    void start() throws Exception {
        server = new AgentServer(
                vertx,
                ours.material(),
                request -> {
                    asked.incrementAndGet();
                    request.response().end("for agents\n");
                },
                SHORT);
        port = server.listen("127.0.0.1", 0).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        server.close().toCompletableFuture().get(10, TimeUnit.SECONDS);
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void answersAgent(String version) throws Exception {
        try (SSLSocket socket = connect(ours.agentAsClient())) {
            socket.setEnabledProtocols(new String[] {version});

            assertThat(ask(socket)).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nfor agents\n");
        }
    }

    @Test
    void refusesCallerWithoutCertificate() {
        assertRefused(ours.client(null));
    }

    @Test
    void refusesAgentOfAnotherAuthority() {
        assertRefused(ours.client(others.agent()));
    }

    @Test
    void refusesExpiredAgent() {
        assertRefused(ours.client(ours.expiredAgent()));
    }

    @Test
    void refusesOperator() {
        assertRefused(ours.client(ours.operator()));
    }

    @Test
    void refusesAgentWhoseCertificateIsForServersOnly() {
        assertRefused(ours.client(ours.agentThatIsServerOnly()));
    }

    @Test
    void isKnownByItsNameWhateverItsAddress() throws Exception {
        try (SSLSocket socket = connect(ours.agentAsClient())) {
            socket.startHandshake();

            assertThat(CertificateNames.of((X509Certificate) socket.getSession().getPeerCertificates()[0]))
                    .contains(LeafProfile.OPERATOR_NAME);
        }
    }

    @Test
    void closesOnAgentThatSaysNothing() throws Exception {
        try (SSLSocket socket = connect(ours.agentAsClient())) {
            socket.startHandshake();

            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void followsRotationForNewConnections() throws Exception {
        try (SSLSocket before = connect(ours.agentAsClient())) {
            before.startHandshake();
            server.replace(others.material()).toCompletableFuture().get(10, TimeUnit.SECONDS);

            try (SSLSocket after = connect(others.agentAsClient())) {
                assertThat(ask(after)).startsWith("HTTP/1.1 200 ");
            }
            assertThat(ask(before)).startsWith("HTTP/1.1 200 ");
        }
        asked.set(0);
        assertRefused(others.client(ours.agent()));
    }

    /** In TLS 1.3 a client learns of it only when it reads. */
    private void assertRefused(SSLContext caller) {
        assertThatThrownBy(() -> {
                    try (SSLSocket socket = connect(caller)) {
                        String answer = ask(socket);
                        if (answer.isEmpty()) {
                            throw new IOException("closed");
                        }
                    }
                })
                .isInstanceOf(IOException.class);
        assertThat(asked).hasValue(0);
    }

    private SSLSocket connect(SSLContext caller) throws IOException {
        SSLSocket socket = (SSLSocket) caller.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static String ask(SSLSocket socket) throws IOException {
        String head = "GET / HTTP/1.1\r\nHost: netwatch-operator\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
