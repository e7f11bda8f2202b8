package io.netwatch.agent.send;

import static io.netwatch.agent.send.FakeCloud.json;
import static io.netwatch.agent.send.FakeCloud.results;
import static io.netwatch.agent.send.FakeCloud.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each line of the table of answers. */
@ParameterizedClass
@EnumSource(
        value = HttpVersion.class,
        names = {"HTTP_1_1", "HTTP_2"})
class UploadAnswersTest extends UploadFixture {
    UploadAnswersTest(HttpVersion version) {
        super(version);
    }

    @Test
    void forgetsWhatWasAccepted() {
        sender.add(3);

        sender.step();

        FakeCloud.Request request = cloud.last();
        assertThat(request.version()).isEqualTo(version);
        assertThat(request.uri()).isEqualTo("/api/v1/ingest");
        assertThat(request.headers().get("Authorization")).isEqualTo("Bearer nw_ak_first");
        assertThat(request.headers().get("Content-Type")).isEqualTo("application/json");
        assertThat(request.headers().get("Content-Length")).isEqualTo("" + request.bytes());
        assertThat(request.content().agentVersion()).isEqualTo("1.2.3");
        assertThat(request.content().host()).isEqualTo(Samples.HOST);
        assertThat(request.timestamps()).isEqualTo(timestamps(0, 3));
        assertCounts(3, 0, 0);
        assertThat(sender.state()).isEqualTo(UploadStatus.State.DELIVERING);
        assertThat(sender.upload().status().lastDelivered()).isEqualTo(Sender.START);
    }

    @Test
    void saysHowItDoes() {
        sender.add(103);
        cloud.next(results(400, 422, 422));
        sender.step();

        sender.run(INTERVAL);

        assertThat(cloud.last().content().agentHealth().collectorsOk()).isTrue();
        assertThat(cloud.last().content().agentHealth().droppedCount()).isEqualTo(2);
        assertThat(cloud.last().content().agentHealth().queueDepth()).isEqualTo(1);
    }

    @Test
    void sendsNothingWhileItDoesNotKnowItsHost() {
        sender.setHostKnown(false);
        sender.add(1);
        sender.run(INTERVAL);
        assertThat(cloud.requests()).isEmpty();
        assertThat(sender.state()).isEqualTo(UploadStatus.State.WAITING);

        sender.setHostKnown(true);
        sender.step();

        assertCounts(1, 0, 0);
    }

    @Test
    void goesByEachResultOfA207() {
        sender.add(4);
        cloud.next(results(207, 200, 503, 422, 201));

        sender.step();

        assertCounts(2, 1, 1);
        assertThat(sender.counts().dropped()).isEqualTo(Map.of(DropReason.REJECTED, 1L));
        assertThat(sender.state()).isEqualTo(UploadStatus.State.REJECTED);
        assertThat(sender.message()).contains("rejected 1 of 4").contains("reason 422");
        sender.run(INTERVAL);
        assertThat(cloud.last().timestamps()).isEqualTo(timestamps(1, 2));
        assertCounts(3, 1, 0);
    }

    @Test
    void goesByEachResultOfA400() {
        sender.add(3);
        cloud.next(results(400, 400, 500, 422));

        sender.step();

        assertCounts(0, 2, 1);
        sender.run(INTERVAL);
        assertThat(cloud.last().timestamps()).isEqualTo(timestamps(1, 2));
    }

    @Test
    void keepsWhatA207SaysNothingOfAndForgetsWhatA200SaysNothingOf() {
        sender.add(3);
        cloud.next(json(207, "{\"accepted\":1,\"rejected\":0,\"results\":[{\"index\":1,\"status\":200}]}"));
        sender.step();
        assertCounts(1, 0, 2);

        cloud.next(json(
                200, "{\"accepted\":1,\"rejected\":1,\"results\":[{\"index\":1,\"status\":500,\"message\":\"x\"}]}"));
        sender.run(INTERVAL);

        assertCounts(2, 0, 1);
        sender.run(INTERVAL);
        assertThat(cloud.last().timestamps()).isEqualTo(timestamps(2, 3));
    }

    @ParameterizedTest
    @CsvSource({
        "400, application/json, '{\"error\":\"no\\u0007 \\u202eschema\"}'",
        "422, text/plain, missing field `host` at line 1",
        "400, application/json, '{\"accepted\":0,\"rejected\":2,\"results\":[]}'"
    })
    void dropsAndCountsWhatIsNotUnderstood(int code, String type, String body) {
        sender.add(2);
        cloud.next(status(code, type, body));

        sender.step();

        assertCounts(0, 2, 0);
        assertThat(sender.counts().dropped()).isEqualTo(Map.of(DropReason.NOT_UNDERSTOOD, 2L));
        assertThat(sender.state()).isEqualTo(UploadStatus.State.REJECTED);
        assertThat(sender.message()).contains("does not understand").contains(body.substring(0, 5));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void keepsAllWhileTheKeyIsRefused(int code) {
        sender.add(2);
        for (int i = 0; i < 4; i++) {
            cloud.next(json(code, "{\"error\":\"unknown key nw_ak_first\"}"));
        }
        sender.step();
        sender.run(INTERVAL.multipliedBy(3));

        assertThat(cloud.requests()).hasSize(4); // once an interval
        assertCounts(0, 0, 2);
        assertThat(sender.state()).isEqualTo(UploadStatus.State.KEY_REFUSED);
        assertThat(sender.message()).contains("refuses the key").doesNotContain("first");

        sender.clock.pass(Duration.ofSeconds(1));
        assertThat(sender.step()).isLessThanOrEqualTo(Duration.ofSeconds(5)); // looks at the Secret
        sender.key("nw_ak_second");
        cloud.next(json(code, "{}"));
        sender.step();

        assertThat(cloud.requests()).hasSize(5); // at once
        assertThat(cloud.last().headers().get("Authorization")).isEqualTo("Bearer nw_ak_second");
        sender.step();
        assertThat(cloud.requests()).hasSize(5); // but only once for each key
        sender.key("nw_ak_third");
        cloud.next(results(200, 200, 200));
        sender.step();
        assertCounts(2, 0, 0);
    }

    @Test
    void tellsWhenThereIsNoKey() throws IOException {
        Files.delete(sender.keyFile);
        sender.add(1);
        sender.step();
        assertThat(sender.state()).isEqualTo(UploadStatus.State.KEY_MISSING);
        assertThat(sender.message()).contains("no key").contains("NoSuchFile");

        sender.key("two words\n");
        sender.step();
        assertThat(sender.message()).contains("can't be a key").doesNotContain("words");
        assertThat(cloud.requests()).isEmpty();

        sender.key("  nw_ak_x\n\n");
        sender.step();
        assertThat(cloud.last().headers().get("Authorization")).isEqualTo("Bearer nw_ak_x");
        assertCounts(1, 0, 0);
    }

    @Test
    void keepsAndTriesSlowlyAtTheAccountsLimit() {
        sender.add(2);
        cloud.next(json(402, "{\"error\":\"host limit\",\"limit\":3,\"hosts\":4}"));

        sender.step();
        sender.run(Duration.ofMinutes(9));

        assertThat(cloud.requests()).hasSize(1);
        assertCounts(0, 0, 2);
        assertThat(sender.state()).isEqualTo(UploadStatus.State.QUOTA);
        assertThat(sender.message()).contains("\"limit\":3").contains("\"hosts\":4");
        sender.run(Duration.ofMinutes(1));
        assertCounts(2, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 599, 408})
    void keepsAndBacksOffWhenTheServerFails(int code) {
        sender.add(2);
        cloud.next(status(code, "text/html", "<html>bad gateway</html>"));

        sender.step();

        assertCounts(0, 0, 2);
        assertThat(sender.state()).isEqualTo(UploadStatus.State.UNREACHABLE);
        assertThat(sender.message())
                .contains("answers " + code)
                .doesNotContain("html")
                .contains("2 wait");
        sender.run(INTERVAL);
        assertThat(cloud.accepted()).isEqualTo(timestamps(0, 2));
    }
}
