package io.netwatch.agent.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netwatch.agent.event.EventKind;
import io.netwatch.agent.libbpf.Errno;
import io.netwatch.api.node.NodeReport;
import io.netwatch.api.node.PolicyReport;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
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
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTP side as a program on this machine meets it. */
@QuarkusTest
class HttpViewTest {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TestHTTPResource
    URI root;

    @Inject
    FakeBeans agent;

    @Inject
    AccessToken token;

    @BeforeEach
    void forget() {
        agent.known().clear();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/api/v1/node",
                "/api/v1/connections",
                "/api/v1/events",
                "/q/metrics",
                "/q/health/../metrics",
                "/nothing"
            })
    void asksForTheTokenAndSaysWhereItIs(String path) throws Exception {
        HttpResponse<String> response = HTTP.send(request(path).build(), BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(json(response).get("message").asText()).contains(token.file().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer ", "Bearer 00", "Basic YTpi", ""})
    void refusesWrongToken(String authorization) throws Exception {
        HttpRequest request = request("/api/v1/connections")
                .header("Authorization", authorization)
                .build();

        assertThat(HTTP.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
    }

    @Test
    void answersToLoopbackNamesOnly() throws Exception {
        assertThat(statusFor("rebound.example.com")).isEqualTo(403);
        assertThat(statusFor("127.0.0.1.example.com:" + root.getPort())).isEqualTo(403);
        assertThat(statusFor("localhost:" + root.getPort())).isEqualTo(200);
        assertThat(statusFor("[::1]:" + root.getPort())).isEqualTo(200);
        assertThat(statusFor("127.0.0.1")).isEqualTo(200);
    }

    @Test
    void listensOnLoopbackAlone() throws IOException {
        String port = String.format(":%04X ", root.getPort());

        try (Stream<String> sockets = Stream.of("tcp", "tcp6")
                .map(name -> Path.of("/proc/self/net", name))
                .flatMap(HttpViewTest::lines)) {
            assertThat(sockets.filter(line -> line.contains(port) && line.contains(" 0A ")))
                    .singleElement()
                    .asString()
                    .contains("0100007F" + port);
        }
    }

    @Test
    void listsConnectionsThatMatch() throws Exception {
        agent.known().add(new SampleConnection().id(1).build());
        agent.known().add(new SampleConnection().id(2).peer("10.0.0.3", 5432).build());
        agent.known()
                .add(new SampleConnection().id(3).failed(Errno.ECONNREFUSED).build());

        JsonNode all = json(get("/api/v1/connections"));

        assertThat(ids("")).containsExactly("3", "2", "1");
        assertThat(all.at("/completeness/mode").asText()).isEqualTo("tracepoint");
        assertThat(all.at("/completeness/seen/accept").asInt()).isEqualTo(3);
        assertThat(all.at("/completeness/lost/ring_full").asInt()).isEqualTo(2);
        assertThat(ids("?port=5432")).containsExactly("2");
        assertThat(ids("?port=5432&port=443")).containsExactly("3", "2", "1");
        assertThat(ids("?failed")).containsExactly("3");
        assertThat(ids("?comm=curl&pid=1234&failed=false")).containsExactly("3", "2", "1");
        assertThat(ids("?comm=wget")).isEmpty();
    }

    @Test
    void listsAsManyAsAreWantedAndSaysHowManyThereAre() throws Exception {
        for (int i = 0; i < 2000; i++) {
            agent.known().add(new SampleConnection().id(i).build());
        }

        JsonNode some = json(get("/api/v1/connections"));
        JsonNode all = json(get("/api/v1/connections?limit=5000"));

        assertThat(some.get("items")).hasSize(1000);
        assertThat(some.get("matching").asInt()).isEqualTo(2000);
        assertThat(all.get("items")).hasSize(2000);
    }

    @ParameterizedTest
    @CsvSource({
        "port=x, port must be a number; got 'x'.",
        "port=70000, port must be from 1 to 65535; got 70000",
        "pid=0, pid must be 1 or more; got 0",
        "failed=maybe, failed must be true or false; got 'maybe'.",
        "pid=1&pid=y, pid must be a number; got 'y'.",
    })
    void refusesWrongFilterWithOneSentence(String query, String sentence) throws Exception {
        for (String path : new String[] {"/api/v1/connections?", "/api/v1/events?"}) {
            HttpResponse<String> response = get(path + query);

            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(json(response).get("message").asText()).isEqualTo(sentence);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "connections?limit=0, limit must be one number from 1 to 5000.",
        "connections?limit=1&limit=2, limit must be one number from 1 to 5000.",
        "'connections?prot=1', 'There is no parameter ''prot''; there are port, pid, comm, namespace, pod, workload, failed, limit.'",
        "'events?limit=1', 'There is no parameter ''limit''; there are port, pid, comm, namespace, pod, workload, failed.'"
    })
    void refusesParameterThatThePathDoesNotHave(String query, String sentence) throws Exception {
        HttpResponse<String> response = get("/api/v1/" + query);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).get("message").asText()).isEqualTo(sentence);
    }

    @Test
    void streamsWhatHappensAndStopsListeningWhenTheReaderGoes() throws Exception {
        HttpResponse<InputStream> response =
                HTTP.send(authorized("/api/v1/events?port=443").build(), BodyHandlers.ofInputStream());
        assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");

        try (InputStream stream = response.body()) {
            await().until(() -> agent.listeners() == 1);
            agent.happen(
                    EventKind.CONNECT_V4,
                    new SampleConnection().id(8).peer("10.0.0.3", 80).build());
            agent.happen(EventKind.CONNECT_V4, new SampleConnection().id(9).build());
            agent.happen(
                    EventKind.CONNECT_FAILED,
                    new SampleConnection().id(10).failed(111).build());

            Iterator<String> lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isEmpty())
                    .iterator();
            assertThat(lines.next()).isEqualTo("event:connect");
            assertThat(lines.next()).startsWith("data:{\"event\":\"connect\",\"id\":\"9\",");
            assertThat(lines.next()).isEqualTo("event:connect_failed");
            assertThat(lines.next()).contains("\"error\":\"ECONNREFUSED\"");
        }

        await().untilAsserted(() -> {
            agent.happen(EventKind.CLOSE, new SampleConnection().build());
            assertThat(agent.listeners()).isZero();
        });
    }

    @Test
    void tellsHealthWithoutToken() throws Exception {
        HttpResponse<String> live = HTTP.send(request("/q/health/live").build(), BodyHandlers.ofString());
        assertThat(live.statusCode()).isEqualTo(200);

        agent.attached(false);
        try {
            HttpResponse<String> ready = HTTP.send(request("/q/health/ready").build(), BodyHandlers.ofString());
            assertThat(ready.statusCode()).isEqualTo(503);
        } finally {
            agent.attached(true);
        }
    }

    @Test
    void reportsHowItDoesInTheFormThatTheOperatorReads() throws Exception {
        NodeReport report = new ObjectMapper().readValue(get("/api/v1/node").body(), NodeReport.class);

        assertThat(report.agentVersion()).isEqualTo("0.1.0");
        assertThat(report.startedAt()).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(report.eventsSeen()).isEqualTo(3);
        assertThat(report.lost()).containsEntry("ring_full", 2L).containsEntry("throttled", 0L);
        assertThat(report.attach())
                .isEqualTo(new NodeReport.Attach(
                        "tracepoint",
                        "tp_btf",
                        List.of(new NodeReport.Refused("fexit", "NoCapability", "Not allowed."))));
        assertThat(report.policies())
                .containsExactly(new PolicyReport("uid-1", 3, 2, 40, 4, 1, "full", null, List.of()));
    }

    @Test
    void givesItsCountsAsMetrics() throws Exception {
        agent.known().add(new SampleConnection().build());

        assertThat(get("/q/metrics").body())
                .contains("netwatch_events_total{kind=\"accept\"} 3.0")
                .contains("netwatch_events_lost_total{reason=\"ring_full\"} 2.0")
                .contains("netwatch_connections_open 1.0")
                .contains("netwatch_connects_failed_total 0.0")
                .contains("netwatch_attach_info{mode=\"tracepoint\"} 1.0")
                .contains("netwatch_policies 1.0")
                .contains("netwatch_verdicts 3.0")
                .contains("netwatch_verdicts_capacity 8192.0")
                .contains("netwatch_connections_ignored_total 5.0")
                .contains("netwatch_events_limited_total 7.0")
                .contains("netwatch_snapshots_made_total 11.0")
                .contains("netwatch_snapshots_delivered_total 8.0")
                .contains("netwatch_snapshots_dropped_total{reason=\"spool-full\"} 2.0")
                .contains("netwatch_snapshots_queued 1.0")
                .contains("netwatch_spool_bytes 500.0")
                .contains("netwatch_reader_pause_max_seconds 0.005")
                .contains("netwatch_names_forgotten_total 1.0")
                .contains("netwatch_backends_unasked_total 2.0")
                .contains("netwatch_dns_unread_total 3.0");
    }

    @Test
    void tellsWhatLooksWrong() throws Exception {
        JsonNode alert = json(get("/api/v1/alerts")).get("uid-1").get(0);

        assertThat(alert.get("severity").asText()).isEqualTo("warning");
        assertThat(alert.get("category").asText()).isEqualTo("port_scan");
        assertThat(alert.get("message").asText()).isEqualTo("shop/cart tried 20 ports");
    }

    private List<String> ids(String query) throws Exception {
        List<String> ids = new ArrayList<>();
        json(get("/api/v1/connections" + query))
                .get("items")
                .forEach(item -> ids.add(item.get("id").asText()));
        return ids;
    }

    private HttpResponse<String> get(String path) throws Exception {
        return HTTP.send(authorized(path).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder authorized(String path) throws IOException {
        return request(path).header("Authorization", "Bearer " + secret());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://" + root.getAuthority() + path));
    }

    private String secret() throws IOException {
        return Files.readString(token.file()).strip();
    }

    /** The status for a Host header that Java's client would not send. */
    private int statusFor(String host) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), root.getPort())) {
            String request = "GET /api/v1/connections HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: Bearer "
                    + secret() + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Integer.parseInt(response.split(" ", 3)[1]);
        }
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return new ObjectMapper().readTree(response.body());
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
