package io.netwatch.agent.detect;

import static io.netwatch.agent.detect.SampleEvents.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.api.policy.Detectors;
import io.netwatch.api.snapshot.Alert;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BeaconTest {
    private static final long POD = 7;
    private static final long T = 10_000 * SECOND;
    private static final long MILLI = SECOND / 1000;
    private static final String PEER = "203.0.113.7";

    private final SampleEvents events = new SampleEvents();
    private final Detection detection = detection(5);
    private long now = T;

    private static Detection detection(int attempts) {
        return new Detection(
                new Detectors(null, new Detectors.Beaconing(attempts), null, null),
                new OwnDomains(List.of()),
                (high, low) -> low == SampleEvents.end("10.244.1.9", 0).low());
    }

    @AfterEach
    void close() {
        events.close();
    }

    /** Attempts with these gaps between them, ms; the last is now. */
    private void attempt(long... gapsMillis) {
        attemptBy(POD, gapsMillis);
    }

    private void attemptBy(long source, long... gapsMillis) {
        now = T;
        detection.onConnection(source, events.connected(PEER, 443, now));
        for (long gap : gapsMillis) {
            now += gap * MILLI;
            detection.onConnection(source, events.connected(PEER, 443, now));
        }
    }

    private List<Alert> alerts() {
        return SampleEvents.alerts(detection, now);
    }

    @Test
    void isSilentBelowFiveAttempts() {
        attempt(60_000, 60_000, 60_000);

        assertThat(alerts()).isEmpty();
    }

    @Test
    void tellsOfFiveAttemptsAtRegularTimes() {
        attempt(60_000, 60_000, 60_000, 60_000);

        assertThat(alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.severity()).isEqualTo(Alert.Severity.WARNING);
            assertThat(alert.category()).isEqualTo(Alert.Category.BEACONING);
            assertThat(alert.message()).isEqualTo("shop/pod-7 connects to 203.0.113.7:443 every 60.0 s");
            assertThat(alert.detail())
                    .startsWith("The gaps of the last 5 attempts vary by 0.0 %; 0 failed since it was first seen. Look"
                            + " further: kubectl get podconnections -n shop.");
        });
    }

    @Test
    void gapsThatVaryBelowFifteenPercentAreRegular() {
        attempt(8_510, 11_490, 8_510, 11_490);

        assertThat(alerts())
                .singleElement()
                .satisfies(alert -> assertThat(alert.detail()).contains("vary by 14.9 %"));
    }

    @Test
    void gapsThatVaryByFifteenPercentAreNot() {
        attempt(8_500, 11_500, 8_500, 11_500);
        attemptBy(POD + 1, 51_000, 69_000, 51_000, 69_000);
        attemptBy(POD + 2, 5_950, 8_050, 5_950, 8_050);

        assertThat(alerts()).isEmpty();
    }

    @Test
    void gapsThatVaryMoreAreNot() {
        attempt(8_490, 11_510, 8_490, 11_510);

        assertThat(alerts()).isEmpty();
    }

    @Test
    void onlyTheLastEightGapsAreCompared() {
        attempt(30_000, 7_000, 90_000, 20_000, 20_000, 20_000, 20_000, 20_000, 20_000, 20_000);
        assertThat(alerts()).isEmpty();

        now += 20 * SECOND;
        detection.onConnection(POD, events.connected(PEER, 443, now));

        assertThat(alerts())
                .singleElement()
                .satisfies(alert -> assertThat(alert.detail()).contains("of the last 9 attempts vary by 0.0 %"));
    }

    @Test
    void whatComesAtRandomTimesIsRarelyTakenForOne() {
        Random random = new Random(4);
        Set<String> raised = new HashSet<>();
        for (int source = 1; source <= 100; source++) {
            now = T;
            for (int i = 0; i < 1000; i++) {
                now += (long) (-Math.log(1 - random.nextDouble()) * (source % 2 == 0 ? 2 : 30) * SECOND);
                detection.onConnection(source, events.connected(PEER, 443, now));
                alerts().forEach(alert -> raised.add(alert.message() + alert.timestamp()));
            }
            now += 600 * SECOND;
            detection.expire(now);
        }

        assertThat(raised).hasSizeLessThan(100); // a thousandth of the attempts
    }

    @Test
    void gapsFromFiveSecondsAreCompared() {
        attempt(5_000, 5_000, 5_000, 5_000);
        assertThat(alerts()).hasSize(1);

        attemptBy(POD + 1, 4_999, 4_999, 4_999, 4_999, 4_999, 4_999);
        assertThat(alerts()).hasSize(1);
    }

    @Test
    void aPoolThatConnectsAllTheTimeIsNone() {
        Random random = new Random(1);
        for (double meanMillis : new double[] {50, 300, 700, 1000}) {
            now = T;
            for (int i = 0; i < 20_000; i++) {
                now += (long) (-Math.log(1 - random.nextDouble()) * meanMillis * MILLI);
                detection.onConnection((long) meanMillis, events.connected(PEER, 443, now));
                assertThat(alerts()).as("every %s ms", meanMillis).isEmpty();
            }
        }
    }

    @Test
    void aSecondAttemptAtOnceChangesNoGap() {
        attempt(20, 60_000, 20, 60_000, 1_500, 60_000, 20, 60_000);

        assertThat(alerts()).hasSize(1);
    }

    @Test
    void anAttemptCountsFromWhenItBegan() {
        long[] answeredAfter = {0, 3_000, 40, 1_000, 100};
        for (int i = 0; i < 5; i++) {
            long opened = T + i * 10L * SECOND;
            now = opened + answeredAfter[i] * MILLI;
            detection.onConnection(POD, events.failed(PEER, 443, opened, now));
        }

        assertThat(alerts())
                .singleElement()
                .satisfies(alert ->
                        assertThat(alert.detail()).contains("vary by 0.0 %").contains("5 failed since"));
    }

    @Test
    void anotherPortOrSourceIsAnotherBeacon() {
        for (int i = 0; i < 10; i++) {
            now = T + i * 10L * SECOND;
            detection.onConnection(POD + i % 3, events.connected(PEER, 443 + i / 5, now));
        }

        assertThat(alerts()).isEmpty();
    }

    @Test
    void whoIsConnectedToIsNoBeacon() {
        for (int i = 0; i < 20; i++) {
            now = T + i * 10L * SECOND;
            detection.onConnection(POD, events.accepted("10.244.1.1", 8080, now));
        }

        assertThat(alerts()).isEmpty();
    }

    @Test
    void probesOfTheHostAndConnectionsWithinAPodAreNone() {
        for (int i = 0; i < 20; i++) {
            now = T + i * 10L * SECOND;
            detection.onConnection(Detection.HOST, events.connected("10.244.1.9", 8080, now));
            detection.onConnection(POD, events.connected("127.0.0.1", 8080, now));
        }

        assertThat(alerts()).isEmpty();
        assertThat(detection.size()).isZero();
    }

    @Test
    void isActiveForAMinuteAfterTheLastRegularAttempt() {
        attempt(10_000, 10_000, 10_000, 10_000);

        assertThat(SampleEvents.alerts(detection, now + 60 * SECOND - 1)).hasSize(1);
        assertThat(SampleEvents.alerts(detection, now + 60 * SECOND)).isEmpty();
    }

    @Test
    void forgetsOneThatWasNotSeenForFiveMinutes() {
        attempt(300_000, 300_000, 300_000, 300_000);
        assertThat(alerts()).hasSize(1);

        attemptBy(POD + 1, 300_001, 300_001, 300_001, 300_001, 300_001);
        assertThat(alerts()).isEmpty();
    }

    @Test
    void comparesAsManyAttemptsAsThePolicySays() {
        Detection many = detection(1000);
        for (int i = 0; i < 999; i++) {
            many.onConnection(POD, events.connected(PEER, 443, T + i * 10L * SECOND));
        }
        assertThat(SampleEvents.alerts(many, T + 9_980 * SECOND)).isEmpty();

        many.onConnection(POD, events.connected(PEER, 443, T + 9_990 * SECOND));

        assertThat(SampleEvents.alerts(many, T + 9_990 * SECOND)).hasSize(1);
    }

    @Test
    void eachOfManySourcesIsFound() {
        for (int i = 0; i < 5; i++) {
            for (int source = 1; source <= 500; source++) {
                now = T + i * 20L * SECOND;
                detection.onConnection(source, events.connected(PEER, 443, now));
            }
        }

        assertThat(alerts()).hasSize(500);
        assertThat(detection.evicted()).isZero();
    }

    @Test
    void theOneUnseenForLongestMakesRoom() {
        for (int source = 1; source <= 500; source++) {
            detection.onConnection(source, events.connected(PEER, 443, T));
        }
        detection.onConnection(1, events.connected(PEER, 443, T + 10 * SECOND));
        detection.onConnection(501, events.connected(PEER, 443, T + 10 * SECOND));
        for (int i = 2; i < 5; i++) {
            now = T + i * 10L * SECOND;
            detection.onConnection(1, events.connected(PEER, 443, now));
        }

        assertThat(detection.size()).isEqualTo(500);
        assertThat(detection.evicted()).isEqualTo(1);
        assertThat(alerts()).hasSize(1);
    }

    @Test
    void whoTakesThePlaceOfAnotherBeginsAnew() {
        attempt(10_000, 10_000, 10_000, 10_000);
        for (int source = 100; source < 600; source++) {
            detection.onConnection(source, events.connected(PEER, 443, now));
        }
        assertThat(alerts()).isEmpty();

        now += 10 * SECOND;
        for (int source = 100; source < 600; source++) {
            detection.onConnection(source, events.connected(PEER, 443, now));
        }

        assertThat(alerts()).isEmpty();
    }

    @Test
    void timesInAnyOrderGiveNoError() {
        Random random = new Random(2);
        for (int i = 0; i < 100_000; i++) {
            long time = i % 7 == 0 ? random.nextLong() : T + random.nextInt(1000) * SECOND;
            detection.onConnection(POD, events.failed(PEER, 443, random.nextInt(3) == 0 ? 0 : random.nextLong(), time));
        }

        assertThat(detection.size()).isLessThanOrEqualTo(1);
    }
}
