package io.netwatch.e2e.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.netwatch.api.snapshot.IngestResponse;
import io.netwatch.api.snapshot.SnapshotJson;
import io.netwatch.api.snapshot.UnreadableJsonException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiverTest {
    private static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    private static final ServerCertificate CERTIFICATE = ServerCertificate.make(Set.of("127.0.0.1"));

    private final SettableClock clock = new SettableClock(NOW);
    private final Queue<Received> heard = new ConcurrentLinkedQueue<>();
    private Receiver receiver;

    @AfterEach
    void close() {
        if (receiver != null) {
            receiver.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void takesSnapshotsAndTellsOfEach(Version version) throws UnreadableJsonException {
        HttpResponse<String> response = start(version).post(Bodies.body(1, NOW.minusSeconds(15), NOW));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).contains("application/json");
        assertThat(SnapshotJson.readResponse(Bodies.text(response.body())))
                .isEqualTo(new IngestResponse(
                        2,
                        0,
                        Bodies.host(1).hostId(),
                        List.of(new IngestResponse.Result(0, 200, "OK"), new IngestResponse.Result(1, 200, "OK"))));
        assertThat(heard)
                .containsExactly(
                        new Received(NOW, Bodies.host(1), Bodies.snapshot(NOW.minusSeconds(15))),
                        new Received(NOW, Bodies.host(1), Bodies.snapshot(NOW)));
        assertThat(receiver.recent()).containsExactlyElementsOf(heard);
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void refusesWhoHasNotTheKey(Version version) {
        Client client = start(version);

        for (String authorization : List.of("", "Bearer nw_ak_other", "Bearer ", "Basic " + Client.KEY)) {
            HttpResponse<String> response = client.post(Bodies.body(1, NOW), "Authorization", authorization);

            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(response.headers().firstValue("www-authenticate")).contains("Bearer");
        }
        assertThat(heard).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void refusesAHostOverTheLimitWithTheNumbers(Version version) {
        Client client = start(version, settings().withLimits(2, 100));
        client.post(Bodies.body(1, NOW));
        client.post(Bodies.body(2, NOW));

        HttpResponse<String> response = client.post(Bodies.body(3, NOW));

        assertThat(response.statusCode()).isEqualTo(402);
        assertThat(response.body()).contains("2 of 2 hosts", "node-3");
        assertThat(client.post(Bodies.body(1, NOW.plusSeconds(1))).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void refusesMoreBytesThanTheLimit(Version version) {
        Client client = start(version);
        byte[] most = padded(Bodies.body(1, NOW), 5_000_000);

        assertThat(client.post(most).statusCode()).isEqualTo(200);
        HttpResponse<String> response = client.post(padded(Bodies.body(1, NOW), 5_000_001));

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).contains("5000000 bytes");
        assertThat(client.post(padded(Bodies.body(1, NOW), 20_000_000)).statusCode())
                .isEqualTo(413);
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void refusesMoreSnapshotsThanTheLimit(Version version) {
        Client client = start(version);
        String one = new String(SnapshotJson.write(Bodies.snapshot(NOW)), StandardCharsets.UTF_8);
        String body = new String(Bodies.body(1, NOW), StandardCharsets.UTF_8)
                .replace(one, String.join(",", Collections.nCopies(101, one)));

        HttpResponse<String> response = client.post(Bodies.text(body));

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).contains("101 snapshots; a request takes 100");
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void refusesWhatIsNoRequest(Version version) {
        Client client = start(version);
        byte[] body = Bodies.body(1, NOW);

        assertThat(client.post(body, "Content-Type", "text/plain").statusCode()).isEqualTo(415);
        assertThat(client.post(body, "Content-Type", "application/json; charset=utf-8")
                        .statusCode())
                .isEqualTo(200);
        assertThat(client.post(body, "Content-Encoding", "br").statusCode()).isEqualTo(415);
        assertThat(client.post(Bodies.text("{\"schema_version\": 1")).statusCode())
                .isEqualTo(400);
        assertThat(client.post(Bodies.text("{\"snapshots\": []}")).statusCode()).isEqualTo(400);
        HttpResponse<String> response = client.post(Bodies.text(
                new String(body, StandardCharsets.UTF_8).replace("\"interfaces\":[]", "\"interfaces\":[1]")));
        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(Client.json(response).path("message").asText()).contains("/snapshots/0/interfaces/0: ");
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void slowsDownWhoAsksTooOften(Version version) {
        Client client = start(version, settings().withLimits(3, 2));
        client.post(Bodies.body(1, NOW));
        clock.advance(Duration.ofSeconds(20));
        client.post(Bodies.body(1, NOW));

        HttpResponse<String> response = client.post(Bodies.body(1, NOW));

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("retry-after")).contains("40");
        clock.advance(Duration.ofSeconds(39));
        assertThat(client.post(Bodies.body(1, NOW)).statusCode()).isEqualTo(429);
        clock.advance(Duration.ofSeconds(1));
        assertThat(client.post(Bodies.body(1, NOW)).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void refusesTimesThatAreADayAwayByTheirIndex(Version version) {
        Client client = start(version);
        Instant tooOld = NOW.minus(DAY).minusMillis(1);
        Instant tooNew = NOW.plus(DAY).plusMillis(1);

        HttpResponse<String> some = client.post(Bodies.body(1, tooOld, NOW.minus(DAY), NOW, NOW.plus(DAY), tooNew));
        HttpResponse<String> none = client.post(Bodies.body(1, tooOld, tooNew));

        assertThat(some.statusCode()).isEqualTo(207);
        assertThat(Client.json(some).path("accepted").asInt()).isEqualTo(3);
        assertThat(statuses(some)).containsExactly(400, 200, 200, 200, 400);
        assertThat(Client.json(some).at("/results/0/message").asText()).contains("24 hours");
        assertThat(none.statusCode()).isEqualTo(400);
        assertThat(statuses(none)).containsExactly(400, 400);
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void takesASnapshotAgainAndStoresItOnce(Version version) {
        Client client = start(version);

        for (int i = 0; i < 3; i++) {
            assertThat(client.post(Bodies.body(1, NOW)).statusCode()).isEqualTo(200);
        }
        client.post(Bodies.body(2, NOW));

        assertThat(heard).hasSize(2);
        assertThat(receiver.counts())
                .isEqualTo(new Counts(
                        4,
                        2,
                        2,
                        0,
                        List.of(
                                new Counts.Host(Bodies.host(1).hostId(), "node-1", 1, NOW.toString()),
                                new Counts.Host(Bodies.host(2).hostId(), "node-2", 1, NOW.toString()))));
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void takesGzipOnlyWhereItSaysSo(Version version) {
        HttpResponse<String> response =
                start(version).post(Bodies.gzip(Bodies.body(1, NOW)), "Content-Encoding", "gzip");

        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(response.headers().firstValue("accept-encoding")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void takesGzipUpToTheLimitOfWhatComesOut(Version version) {
        Client client = start(version, settings().withGzip(true));

        assertThat(client.post(Bodies.body(1, NOW)).headers().firstValue("accept-encoding"))
                .contains("gzip");
        assertThat(client.post(Bodies.gzip(Bodies.body(1, NOW)), "Content-Encoding", "gzip")
                        .statusCode())
                .isEqualTo(200);
        assertThat(client.post(Bodies.text("not zipped"), "Content-Encoding", "gzip")
                        .statusCode())
                .isEqualTo(400);
        assertThat(client.post(Bodies.gzip(new byte[50_000_000]), "Content-Encoding", "gzip")
                        .statusCode())
                .isEqualTo(413);
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void answersAsItWasToldSoOftenAndThenAsEver(Version version) {
        Client client = start(version);
        receiver.force(ForcedAnswer.parse("503:2"));
        receiver.force(ForcedAnswer.parse("429:1"));
        receiver.force(ForcedAnswer.parse("207:1"));
        byte[] body = Bodies.body(1, NOW, NOW.plusSeconds(1), NOW.plusSeconds(2));

        assertThat(client.post(body).statusCode()).isEqualTo(503);
        assertThat(client.post(body).statusCode()).isEqualTo(503);
        assertThat(client.post(body).headers().firstValue("retry-after")).contains("1");
        assertThat(statuses(client.post(body))).containsExactly(200, 503, 200);
        assertThat(client.post(body).statusCode()).isEqualTo(200);
        assertThat(heard).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void tellsWhatItReceivedToWhoHasTheKey(Version version) {
        Client client = start(version);
        client.post(Bodies.body(1, NOW.plusSeconds(1), NOW, NOW.minus(DAY.multipliedBy(2))));

        HttpResponse<String> counts = client.send(client.request(Receiver.RECEIVED)
                .header("Authorization", "Bearer " + Client.KEY)
                .build());

        JsonNode json = Client.json(counts);
        assertThat(json.path("requests").asInt()).isEqualTo(1);
        assertThat(json.path("snapshots").asInt()).isEqualTo(2);
        assertThat(json.path("rejected").asInt()).isEqualTo(1);
        assertThat(json.at("/hosts/0/hostname").asText()).isEqualTo("node-1");
        assertThat(json.at("/hosts/0/last_timestamp").asText()).isEqualTo("2026-01-02T12:00:01Z");
        assertThat(client.send(client.request(Receiver.RECEIVED).build()).statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void answersNothingElse(Version version) {
        Client client = start(version);

        assertThat(client.send(client.request("/").build()).statusCode()).isEqualTo(404);
        HttpResponse<String> got = client.send(client.request("").build());
        assertThat(got.statusCode()).isEqualTo(405);
        assertThat(got.headers().firstValue("allow")).contains("POST");
        assertThat(client.send(client.request(Receiver.RECEIVED)
                                .POST(BodyPublishers.noBody())
                                .build())
                        .statusCode())
                .isEqualTo(405);
    }

    @Test
    void isNotTrustedByWhoDoesNotKnowItsAuthority() throws Exception {
        start(Version.HTTP_2);
        Client stranger = new Client(Version.HTTP_2, receiver.endpoint(), SSLContext.getDefault());

        assertThatThrownBy(() -> stranger.post(Bodies.body(1, NOW)))
                .isInstanceOf(UncheckedIOException.class)
                .hasCauseInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void hasACertificateForEveryNameOfIt() throws Exception {
        receiver =
                Receiver.start(settings().withNames(List.of("172.18.0.1", "fd00::1", "cloud.example.org")), heard::add);

        try (SSLSocket socket = connect()) {
            socket.startHandshake();
            X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];

            assertThat(certificate.getSubjectAlternativeNames().stream()
                            .map(name -> name.get(1).toString()))
                    .contains("127.0.0.1", "localhost", "172.18.0.1", "fd00:0:0:0:0:0:0:1", "cloud.example.org");
        }
    }

    @Test
    void goesOnWhereABodyEndsInTheMiddle() throws IOException {
        Client client = start(Version.HTTP_1_1);
        try (SSLSocket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(
                    Bodies.text(
                            "POST /api/v1/ingest HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + Client.KEY
                                    + "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"schema_version\":"));
            out.flush();
        }

        assertThat(client.post(Bodies.body(1, NOW)).statusCode()).isEqualTo(200);
        assertThat(receiver.counts().requests()).isEqualTo(1);
    }

    @Test
    void saysWhereItCanNotListen() {
        start(Version.HTTP_2);
        Settings taken = Settings.local(receiver.port(), Client.KEY);

        assertThatThrownBy(() -> Receiver.start(taken, heard::add))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("can't listen on 127.0.0.1:" + receiver.port());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "503:", "503:0", "99", "200", "302", "600", "x", "503:3:4", "-503"})
    void refusesAnAnswerThatIsNone(String text) {
        assertThatThrownBy(() -> ForcedAnswer.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .startsWith("an answer is ");
    }

    private Settings settings() {
        return Settings.local(0, Client.KEY).withLimits(3, 100).withClock(clock);
    }

    private Client start(Version version) {
        return start(version, settings());
    }

    private Client start(Version version, Settings settings) {
        receiver = Receiver.start(settings, heard::add, CERTIFICATE);
        return new Client(version, receiver);
    }

    private SSLSocket connect() throws IOException {
        return (SSLSocket)
                Client.trusting(receiver.authority()).getSocketFactory().createSocket("127.0.0.1", receiver.port());
    }

    private static List<Integer> statuses(HttpResponse<String> response) {
        return Stream.of(Client.json(response).path("results"))
                .flatMap(results -> results.findValues("status").stream())
                .map(JsonNode::asInt)
                .toList();
    }

    /** White space at its end is JSON, too. */
    private static byte[] padded(byte[] body, int length) {
        return Bodies.text(new String(body, StandardCharsets.UTF_8) + " ".repeat(length - body.length));
    }
}
