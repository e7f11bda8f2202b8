package io.netwatch.agent.send;

import static io.netwatch.agent.send.FakeCloud.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.testbed.CertificateAuthority;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes wrong between the agent and the cloud. */
@ParameterizedClass
@EnumSource(
        value = HttpVersion.class,
        names = {"HTTP_1_1", "HTTP_2"})
class UploadFaultsTest {
    private static final String FINE = "{\"accepted\":1,\"rejected\":0,\"results\":[]}";

    private final FakeCloud cloud;
    private Sender sender;

    UploadFaultsTest(HttpVersion version) {
        this.cloud = new FakeCloud(version);
    }

    @BeforeEach
    void start(@TempDir(factory = InMemory.class) Path folder) throws IOException {
        sender = new Sender(folder, cloud);
        sender.add(1);
    }

    @AfterEach
    void stop() {
        sender.close();
        cloud.close();
    }

    @Test
    void doesNotWaitForOneThatNeverAnswers() throws IOException {
        sender.restart(Duration.ofSeconds(2));
        cloud.next(response -> {});

        assertThat(timeOf(() -> sender.step())).isBetween(1500L, 15_000L);

        assertKept("no whole answer within 2 s");
    }

    @Test
    void doesNotWaitForOneThatAnswersByteByByte() throws IOException {
        sender.restart(Duration.ofSeconds(2));
        cloud.next(response -> {
            response.putHeader("Content-Type", "application/json").putHeader("Content-Length", "" + FINE.length());
            response.write("{");
            response.endHandler(ended -> {});
            drip(response, 1);
        });

        assertThat(timeOf(() -> sender.step())).isBetween(1500L, 15_000L);

        assertKept("no whole answer within 2 s");
    }

    @Test
    void doesNotTakeABodyThatIsCutInTheMiddle() {
        cloud.next(response -> {
            response.putHeader("Content-Type", "application/json").putHeader("Content-Length", "" + FINE.length());
            response.write(FINE.substring(0, FINE.length() / 2)).onComplete(written -> response.reset());
        });

        sender.step();

        assertKept("breaks off");
    }

    @Test
    void doesNotTakeAHeadWithoutABody() {
        cloud.next(response -> {
            response.putHeader("Content-Type", "application/json").putHeader("Content-Length", "" + FINE.length());
            response.write(Buffer.buffer()).onComplete(written -> response.reset());
        });

        sender.step();

        assertKept("breaks off");
    }

    @Test
    void survivesAnAnswerWithoutEnd() {
        cloud.next(json(200, FINE + " ".repeat(1024 * 1024)), json(503, "x".repeat(1_000_000)));
        sender.step(); // beyond 64 KiB there is nothing but space, which is cut

        assertThat(sender.counts().delivered()).isEqualTo(1);
        sender.add(1);
        sender.run(Sender.INTERVAL);
        assertThat(sender.message().length()).isLessThan(500);
        assertThat(sender.counts().queued()).isEqualTo(1);
    }

    @Test
    void keepsAndBacksOffWhileNobodyListens() {
        cloud.shut();

        sender.step();
        assertKept("refuses connections");

        cloud.open(new CertificateAuthority("cloud"), Duration.ofHours(1));
    }

    @Test
    void keepsWhenTheCertificateIsSomebodyElses() throws IOException {
        cloud.shut();
        cloud.open(new CertificateAuthority("cloud"), Duration.ofHours(1));

        sender.step();

        assertKept("TLS with");
        assertThat(cloud.requests()).isEmpty();
        Destination old = sender.destination();
        sender.restart(
                new Destination(old.id(), old.endpoint(), cloud.caBundle(), old.proxy(), old.interval(), old.phase()));
        sender.run(Sender.INTERVAL);
        assertThat(sender.counts().delivered()).isEqualTo(1);
    }

    @Test
    void keepsWhenTheCertificateHasExpired() throws IOException {
        CertificateAuthority authority = new CertificateAuthority("cloud");
        cloud.shut();
        cloud.open(authority, Duration.ofMinutes(-1));
        Destination old = sender.destination();
        sender.restart(
                new Destination(old.id(), old.endpoint(), cloud.caBundle(), old.proxy(), old.interval(), old.phase()));

        sender.step();

        assertKept("TLS with");
        cloud.shut();
        cloud.open(authority, Duration.ofHours(1));
        sender.run(Sender.INTERVAL);
        assertThat(sender.counts().delivered()).isEqualTo(1);
    }

    @Test
    void trustsThePublicAuthoritiesAloneWithoutABundle() throws IOException {
        sender.restart(to(URI.create(cloud.uri()), null, null));

        sender.step();

        assertKept("TLS with");
        assertThat(cloud.requests()).isEmpty();
    }

    @Test
    void keepsWhenTheCertificateIsForAnotherName() throws IOException {
        sender.restart(to(URI.create(cloud.uri().replace("localhost", "127.0.0.1")), cloud.caBundle(), null));

        sender.step();

        assertKept("TLS with");
        assertThat(cloud.requests()).isEmpty();
    }

    @Test
    void saysWhenTheBundleIsNone() throws IOException {
        sender.restart(
                to(URI.create(cloud.uri()), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", null));

        sender.step();

        assertKept("CA bundle");
    }

    @Test
    void keepsWhileDnsDoesNotKnowTheName() throws IOException {
        sender.restart(to(URI.create("https://cloud.invalid"), null, null)); // RFC 6761: never there

        sender.step();

        assertKept("DNS does not know");
    }

    @Test
    void asksOnceMoreWhenAConnectionWasClosedThatWasLeftOpen() {
        sender.step();
        sender.add(1);
        cloud.next(HttpServerResponse::reset);

        sender.run(Sender.INTERVAL);

        assertThat(cloud.requests()).hasSize(3);
        assertThat(sender.counts().delivered()).isEqualTo(2);
    }

    @Test
    void goesThroughAProxy() throws IOException {
        try (ConnectProxy proxy = new ConnectProxy()) {
            sender.restart(to(URI.create(cloud.uri()), cloud.caBundle(), proxy.uri()));

            sender.step();

            assertThat(sender.counts().delivered()).isEqualTo(1);
            assertThat(proxy.asked()).hasSize(1).first().asString().startsWith("CONNECT localhost:");
            assertThat(proxy.seen()).noneMatch(bytes -> bytes.contains("nw_ak_"));
        }
    }

    @Test
    void keepsWhenItsProxyIsGone() throws IOException {
        URI gone;
        try (ServerSocket socket = new ServerSocket(0)) {
            gone = URI.create("http://localhost:" + socket.getLocalPort());
        }
        sender.restart(to(URI.create(cloud.uri()), cloud.caBundle(), gone));

        sender.step();

        assertKept("by the proxy localhost");
        assertThat(cloud.requests()).isEmpty();
    }

    private void assertKept(String message) {
        assertThat(sender.message()).contains(message);
        assertThat(sender.state()).isEqualTo(UploadStatus.State.UNREACHABLE);
        assertThat(sender.counts().queued()).isEqualTo(1);
        assertThat(sender.counts().delivered()).isZero();
        assertThat(sender.counts().droppedInAll()).isZero();
    }

    private static Destination to(URI endpoint, String caBundle, URI proxy) {
        return new Destination("a", endpoint, caBundle, proxy, Sender.INTERVAL, Duration.ZERO);
    }

    private static void drip(HttpServerResponse response, int at) {
        if (at < FINE.length() - 1 && !response.closed()) {
            Vertx.currentContext().owner().setTimer(400, timer -> {
                if (!response.closed()) {
                    response.write(FINE.substring(at, at + 1));
                    drip(response, at + 1);
                }
            });
        }
    }

    private static long timeOf(Runnable task) {
        long begun = System.nanoTime();
        task.run();
        return Duration.ofNanos(System.nanoTime() - begun).toMillis();
    }

    /** Tunnels, and remembers what it was asked and what it could read. */
    private static final class ConnectProxy implements AutoCloseable {
        private final ServerSocket socket;
        private final List<String> asked = new CopyOnWriteArrayList<>();
        private final List<String> seen = new CopyOnWriteArrayList<>();

        ConnectProxy() throws IOException {
            socket = new ServerSocket(0);
            start(this::serve);
        }

        URI uri() {
            return URI.create("http://localhost:" + socket.getLocalPort());
        }

        List<String> asked() {
            return List.copyOf(asked);
        }

        List<String> seen() {
            return List.copyOf(seen);
        }

        private void serve() {
            try {
                while (true) {
                    Socket client = socket.accept();
                    start(() -> tunnel(client));
                }
            } catch (IOException e) {
                return; // closed
            }
        }

        private void tunnel(Socket client) {
            try (client) {
                StringBuilder head = new StringBuilder();
                while (head.indexOf("\r\n\r\n") < 0) {
                    head.append((char) client.getInputStream().read());
                }
                asked.add(head.toString());
                int port = Integer.parseInt(head.substring(head.indexOf(":") + 1, head.indexOf(" HTTP")));
                try (Socket server = new Socket("localhost", port)) {
                    client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    start(() -> copy(server, client));
                    copy(client, server);
                }
            } catch (IOException e) {
                return; // an end hung up
            }
        }

        private void copy(Socket from, Socket to) {
            byte[] buffer = new byte[16 * 1024];
            try {
                for (int length = from.getInputStream().read(buffer);
                        length > 0;
                        length = from.getInputStream().read(buffer)) {
                    seen.add(new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
                    to.getOutputStream().write(buffer, 0, length);
                }
            } catch (IOException e) {
                return; // an end hung up
            }
        }

        private static void start(Runnable task) {
            Thread thread = new Thread(task, "test-proxy");
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
