package io.netwatch.agent.send;

import static io.netwatch.agent.send.FakeCloud.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.api.snapshot.IngestRequest;
import io.netwatch.api.snapshot.Snapshot;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How much is sent at once, how often and in what form. */
@ParameterizedClass
@EnumSource(
        value = HttpVersion.class,
        names = {"HTTP_1_1", "HTTP_2"})
class UploadPaceTest extends UploadFixture {
    UploadPaceTest(HttpVersion version) {
        super(version);
    }

    @Test
    void keepsToItsIntervalAndSendsWhatHasCome() {
        sender.add(1);
        sender.step();

        for (int second = 1; second <= 600; second++) {
            sender.clock.pass(Duration.ofSeconds(1));
            if (second % 15 == 0) {
                sender.add(1);
            }
            sender.step();
        }

        assertThat(cloud.requests()).hasSize(11);
        assertCounts(41, 0, 0);
    }

    @Test
    void sendsWhatAServerTakesAtOnceAndNoMore() {
        sender.add(230);

        sender.run(INTERVAL.multipliedBy(3));

        assertThat(cloud.requests()).extracting(it -> it.timestamps().size()).containsExactly(100, 100, 30);
        assertThat(cloud.accepted()).isEqualTo(timestamps(0, 230));
    }

    @Test
    void keepsBelowTheBytesThatAServerTakes() {
        for (int i = 0; i < 5; i++) {
            Instant taken = Sender.taken(i);
            sender.upload().add(taken, Samples.with(taken, null, Samples.connections(10_000)));
        }

        sender.run(INTERVAL.multipliedBy(5));

        assertThat(cloud.requests())
                .hasSizeBetween(2, 4)
                .allSatisfy(it -> assertThat(it.bytes()).isLessThan(IngestRequest.MAX_BYTES));
        assertThat(cloud.accepted()).isEqualTo(timestamps(0, 5));
    }

    @Test
    void halvesWhatIsTooLargeAndGrowsSlowly() {
        sender.add(400);
        cloud.next(status(413, "text/html", "<html>too large</html>"), status(413, null, ""));

        sender.step();
        sender.run(INTERVAL.multipliedBy(7));

        assertThat(cloud.requests())
                .extracting(it -> it.timestamps().size())
                .containsExactly(100, 50, 25, 29, 33, 38, 43, 49);
        assertThat(cloud.accepted()).isEqualTo(timestamps(0, 25 + 29 + 33 + 38 + 43 + 49));
    }

    @Test
    void cutsDownASingleOneAndNeverSendsItAsItWas() {
        Instant taken = Sender.taken(0);
        sender.upload().add(taken, Samples.with(taken, Samples.processes(3), Samples.connections(1000)));
        cloud.next(status(413, null, ""), status(413, null, ""));

        sender.step();
        sender.run(INTERVAL.multipliedBy(2));

        List<FakeCloud.Request> requests = cloud.requests();
        assertThat(requests).hasSize(3);
        assertThat(requests.get(1).bytes()).isLessThanOrEqualTo(requests.get(0).bytes() / 2);
        assertThat(requests.get(2).bytes()).isLessThanOrEqualTo(requests.get(1).bytes() / 2);
        Snapshot last = requests.get(2).content().snapshots().get(0);
        assertThat(last.processes()).hasSize(3);
        assertThat(last.connections()).hasSizeBetween(100, 900);
        assertThat(last.connections().get(0).processName()).isEqualTo("curl-0"); // the most active stays
        assertCounts(1, 0, 0);
    }

    @Test
    void dropsOneThatIsTooLargeWithNothingLeftToCut() {
        Instant taken = Sender.taken(0);
        sender.upload().add(taken, Samples.with(taken, Samples.processes(300), Samples.connections(300)));
        for (int i = 0; i < 20; i++) {
            cloud.next(status(413, null, ""));
        }

        sender.step();
        sender.run(INTERVAL.multipliedBy(20));

        List<Integer> sizes = new ArrayList<>();
        cloud.requests().forEach(it -> sizes.add(it.bytes()));
        assertThat(sizes).hasSizeBetween(4, 15).doesNotHaveDuplicates();
        assertThat(cloud.last().content().snapshots().get(0).processes()).isNull();
        assertCounts(0, 1, 0);
        assertThat(sender.counts().dropped()).isEqualTo(Map.of(DropReason.TOO_LARGE, 1L));
    }

    @ParameterizedTest
    @CsvSource({"120, 120", "0, 60", "99999999999999, 3600", "-3, 60", "soon, 60"})
    void waitsAsARateLimitSays(String retryAfter, int seconds) {
        sender.add(1);
        cloud.next(response ->
                response.setStatusCode(429).putHeader("Retry-After", retryAfter).end());

        sender.step();

        assertCounts(0, 0, 1);
        assertThat(sender.message()).contains("limits the rate");
        sender.run(Duration.ofSeconds(seconds - 1));
        assertThat(cloud.requests()).hasSize(1);
        sender.run(Duration.ofSeconds(1));
        assertThat(cloud.requests()).hasSize(2);
        assertCounts(1, 0, 0);
    }

    @Test
    void waitsUntilTheDateThatARateLimitSays() {
        sender.add(1);
        Instant then = Sender.START.plusSeconds(600);
        cloud.next(response -> response.setStatusCode(429)
                .putHeader("Retry-After", DateTimeFormatter.RFC_1123_DATE_TIME.format(then.atOffset(ZoneOffset.UTC)))
                .end());

        sender.step();
        sender.run(Duration.ofSeconds(599));
        assertThat(cloud.requests()).hasSize(1);

        sender.run(Duration.ofSeconds(1));
        assertThat(cloud.requests()).hasSize(2);
    }

    @Test
    void goesSlowerWhileItsRateIsLimited() {
        for (int i = 0; i < 4; i++) {
            cloud.next(status(429, null, ""));
        }
        sender.add(1);
        sender.step();

        sender.run(Duration.ofMinutes(9));

        assertThat(cloud.requests()).hasSize(5);
    }

    @Test
    void compressesOnlyWhereTheServerSaysThatItTakesIt() {
        sender.add(1);
        cloud.always("Accept-Encoding", "br, gzip;q=0.5");
        sender.step();
        assertThat(cloud.last().headers().contains("Content-Encoding")).isFalse();

        sender.add(50);
        sender.run(INTERVAL);

        assertThat(cloud.last().headers().get("Content-Encoding")).isEqualTo("gzip");
        assertThat(cloud.last().timestamps()).hasSize(50);
        assertCounts(51, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "gzip;q=0", "br", "gzip;q=0.0, deflate"})
    void doesNotCompressWhereItIsNotTaken(String encodings) {
        cloud.always("Accept-Encoding", encodings);
        sender.add(1);
        sender.step();

        sender.add(1);
        sender.run(INTERVAL);

        assertThat(cloud.last().headers().contains("Content-Encoding")).isFalse();
        assertCounts(2, 0, 0);
    }

    @Test
    void stopsToCompressWhenTheServerDoesNotTakeItAfterAll() {
        cloud.always("Accept-Encoding", "gzip");
        sender.add(1);
        sender.step();
        sender.add(1);
        cloud.next(status(415, null, ""));
        sender.run(INTERVAL);
        assertThat(cloud.last().headers().contains("Content-Encoding")).isTrue();
        assertCounts(1, 0, 1);

        sender.run(INTERVAL);

        assertThat(cloud.last().headers().contains("Content-Encoding")).isFalse();
        assertCounts(2, 0, 0);
    }
}
