package io.netwatch.agent.send;

import static io.netwatch.agent.send.FakeCloud.json;
import static io.netwatch.agent.send.FakeCloud.results;
import static io.netwatch.agent.send.FakeCloud.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a reply may say that no contract has in it, and nothing in it is trusted. */
@ParameterizedClass
@EnumSource(
        value = HttpVersion.class,
        names = {"HTTP_1_1", "HTTP_2"})
class UploadRepliesTest extends UploadFixture {
    UploadRepliesTest(HttpVersion version) {
        super(version);
    }

    @Test
    void trustsNoIndex() {
        sender.add(2);
        cloud.next(json(
                207,
                "{\"accepted\":9,\"rejected\":-4,\"results\":[{\"index\":-1,\"status\":400},{\"index\":7,\"status\":400},"
                        + "{\"index\":0,\"status\":200},{\"index\":0,\"status\":400},{\"index\":1,\"status\":302}]}"));

        sender.step();

        assertCounts(1, 0, 1);
    }

    @Test
    void keepsWhatAPageOfAProxyRefuses() {
        sender.add(2);
        cloud.next(status(400, "text/html", "<html>400 The plain HTTP request was sent to HTTPS port</html>"));

        sender.step();

        assertCounts(0, 0, 2);
    }

    @ParameterizedTest
    @CsvSource({
        "200, text/html, <html>Welcome to the hotel</html>",
        "200, text/plain, '{\"accepted\":1,\"rejected\":0,\"results\":[]}'",
        "200, application/json, not JSON",
        "200, application/json, ''",
        "200, application/json, '[]'",
        "207, application/json, '{\"accepted\":1'",
        "204, application/json, ''",
        "202, application/json, '{}'"
    })
    void keepsWhenTheReplyIsNoIngestApis(int code, String type, String body) {
        sender.add(1);
        cloud.next(status(code, type, body));

        sender.step();

        assertCounts(0, 0, 1);
        assertThat(sender.state()).isEqualTo(UploadStatus.State.UNREACHABLE);
    }

    @Test
    void takesAReplyWithoutTypeOrOfAKindOfJson() {
        sender.add(1);
        cloud.next(status(200, null, "{\"accepted\":1,\"rejected\":0,\"host_id\":null,\"results\":[]}"));
        sender.step();
        assertCounts(1, 0, 0);

        sender.add(1);
        cloud.next(status(200, "application/vnd.x+json; charset=utf-8", "{\"accepted\":1,\"rejected\":0}"));
        sender.run(INTERVAL);

        assertCounts(2, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void followsNoRedirectWithItsKey(int code) {
        try (FakeCloud other = new FakeCloud(version)) {
            sender.add(1);
            cloud.next(response -> response.setStatusCode(code)
                    .putHeader("Location", other.uri() + "/api/v1/ingest")
                    .end());

            sender.step();

            assertThat(other.requests()).isEmpty();
            assertCounts(0, 0, 1);
            assertThat(sender.message()).contains("answers " + code).contains("correct the endpoint");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 405, 410, 415, 418})
    void keepsAndTriesSlowlyWhereNoIngestApiIs(int code) {
        sender.add(1);
        cloud.next(status(code, "text/plain", "no such thing"));

        sender.step();
        sender.run(Duration.ofSeconds(299));

        assertThat(cloud.requests()).hasSize(1);
        assertCounts(0, 0, 1);
        assertThat(sender.message())
                .contains("answers " + code + ": no such thing")
                .contains("/api/v1/ingest");
        sender.run(Duration.ofSeconds(1));
        assertCounts(1, 0, 0);
    }

    @Test
    void dropsWhatIsOlderThanADayUnsent() {
        sender.add(5);
        sender.clock.pass(Duration.ofHours(24).plusMillis(2));

        sender.run(INTERVAL);

        assertThat(cloud.accepted()).doesNotContainAnyElementsOf(timestamps(0, 2));
        assertThat(sender.counts().dropped()).containsOnlyKeys(DropReason.EXPIRED);
        assertThat(sender.counts().delivered() + sender.counts().droppedInAll()).isEqualTo(5);
    }

    @Test
    void saysThatTheClockIsOffByADay() {
        Instant server = Sender.START.minus(Duration.ofHours(24));
        cloud.always("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(server.atOffset(ZoneOffset.UTC)));
        sender.add(2);
        cloud.next(results(400, 422, 422));

        sender.step();

        assertCounts(0, 2, 0);
        assertThat(sender.message()).contains("24 hours ahead of").contains("reason 422");
        assertThat(sender.state()).isEqualTo(UploadStatus.State.REJECTED);

        sender.clock.set(server);
        sender.add(1);
        sender.run(INTERVAL.multipliedBy(2));
        assertThat(sender.message()).doesNotContain("clock");
    }

    @Test
    void shortensAndCleansWhatAServerSays() {
        sender.add(1);
        String text = "\u001b[31mred\r\nWARN forged line\t" + "x".repeat(100_000) + " Bearer nw_ak_first";
        cloud.next(status(422, "text/plain", text));

        sender.step();

        assertThat(sender.message().length()).isLessThan(400);
        assertThat(sender.message().chars().noneMatch(Character::isISOControl)).isTrue();
        assertThat(sender.message()).contains("red WARN forged line xxx").doesNotContain("nw_ak_first");
    }
}
