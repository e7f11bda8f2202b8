package io.netwatch.agent.detect;

import static io.netwatch.agent.detect.SampleEvents.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.api.policy.Detectors;
import io.netwatch.api.snapshot.Alert;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BandwidthTest {
    private static final long POD = 7;
    private static final long THRESHOLD = 100_000_000L;
    private static final long PACE_SECONDS = 15;

    private final Detection detection = new Detection(
            new Detectors(null, null, null, new Detectors.Bandwidth(100)),
            new OwnDomains(List.of()),
            (high, low) -> false);
    private long now = 1000 * SECOND;

    @BeforeEach
    void begin() {
        detection.sample(now);
    }

    /** A sample at these rates, bytes a second. */
    private List<Alert> sample(long rxRate, long txRate) {
        for (int i = 0; i < PACE_SECONDS; i++) {
            detection.onTraffic(POD, rxRate, txRate);
        }
        now += PACE_SECONDS * SECOND;
        detection.sample(now);
        return SampleEvents.alerts(detection, now);
    }

    @Test
    void isSilentAtTheThreshold() {
        sample(THRESHOLD, THRESHOLD);

        assertThat(sample(THRESHOLD, THRESHOLD)).isEmpty();
    }

    @Test
    void isSilentAfterOneSampleOverTheThreshold() {
        assertThat(sample(3 * THRESHOLD, 0)).isEmpty();
    }

    @Test
    void tellsOfTwoSamplesInARow() {
        sample(THRESHOLD + 1, 0);

        assertThat(sample(THRESHOLD + 500_000, 3_000_000)).singleElement().satisfies(alert -> {
            assertThat(alert.severity()).isEqualTo(Alert.Severity.WARNING);
            assertThat(alert.category()).isEqualTo(Alert.Category.BANDWIDTH);
            assertThat(alert.message()).isEqualTo("shop/pod-7 receives 100.5 MB/s");
            assertThat(alert.detail())
                    .startsWith(
                            "Received 100.5 MB/s, sent 3.0 MB/s in the last sample; two in a row were over 100 MB/s.");
        });
    }

    @Test
    void whatIsSentCountsAsMuch() {
        sample(0, 2 * THRESHOLD);

        assertThat(sample(0, 2 * THRESHOLD))
                .singleElement()
                .satisfies(alert -> assertThat(alert.message()).isEqualTo("shop/pod-7 sends 200.0 MB/s"));
    }

    @Test
    void theTwoDirectionsDoNotAddUp() {
        sample(THRESHOLD * 6 / 10, THRESHOLD * 6 / 10);

        assertThat(sample(THRESHOLD * 6 / 10, THRESHOLD * 6 / 10)).isEmpty();
    }

    @Test
    void samplesWithOneInBetweenAreNotInARow() {
        sample(2 * THRESHOLD, 0);
        sample(THRESHOLD * 95 / 100, 0);

        assertThat(sample(2 * THRESHOLD, 0)).isEmpty();
    }

    @Test
    void goesOnDownToNinetyPercent() {
        sample(2 * THRESHOLD, 0);
        sample(2 * THRESHOLD, 0);

        assertThat(sample(THRESHOLD * 9 / 10, 0)).hasSize(1);
    }

    @Test
    void endsAtOnceBelowNinetyPercent() {
        sample(2 * THRESHOLD, 0);
        sample(2 * THRESHOLD, 0);

        assertThat(sample(THRESHOLD * 9 / 10 - 1, 0)).isEmpty();
        assertThat(sample(2 * THRESHOLD, 0)).isEmpty();
        assertThat(sample(2 * THRESHOLD, 0)).hasSize(1);
    }

    @Test
    void aSourceThatFallsSilentIsCleared() {
        sample(2 * THRESHOLD, 0);
        sample(2 * THRESHOLD, 0);
        now += PACE_SECONDS * SECOND;
        detection.sample(now);

        assertThat(SampleEvents.alerts(detection, now)).isEmpty();
    }

    @Test
    void endsAMinuteAfterTheLastSampleWhenNoneIsTaken() {
        sample(2 * THRESHOLD, 0);
        sample(2 * THRESHOLD, 0);

        assertThat(SampleEvents.alerts(detection, now + 60 * SECOND - 1)).hasSize(1);
        assertThat(SampleEvents.alerts(detection, now + 60 * SECOND)).isEmpty();
    }

    @Test
    void aSampleOfLessThanASecondGoesOn() {
        sample(2 * THRESHOLD, 0);
        detection.onTraffic(POD, THRESHOLD, 0);
        detection.sample(now + SECOND / 10);
        assertThat(SampleEvents.alerts(detection, now)).isEmpty();

        now += SECOND;
        detection.sample(now);

        assertThat(SampleEvents.alerts(detection, now)).isEmpty();
    }

    @Test
    void whatCameBeforeTheFirstSampleDoesNotCount() {
        Detection fresh = new Detection(
                new Detectors(null, null, null, new Detectors.Bandwidth(1)),
                new OwnDomains(List.of()),
                (h, l) -> false);
        fresh.onTraffic(POD, Long.MAX_VALUE / 2, 0);
        fresh.sample(now);
        fresh.onTraffic(POD, 20_000_000, 0);
        fresh.sample(now + 10 * SECOND);

        assertThat(SampleEvents.alerts(fresh, now + 10 * SECOND)).isEmpty();
    }

    @Test
    void eachOfAThousandSourcesIsFoundAndNoMoreAreKept() {
        for (int i = 0; i < 2; i++) {
            for (int source = 1; source <= 1000; source++) {
                detection.onTraffic(source, 0, (THRESHOLD + source % 2) * PACE_SECONDS);
            }
            now += PACE_SECONDS * SECOND;
            detection.sample(now);
        }
        assertThat(SampleEvents.alerts(detection, now)).hasSize(500);

        for (int source = 1001; source <= 3000; source++) {
            detection.onTraffic(source, 1, 1);
        }

        assertThat(detection.size()).isEqualTo(1000);
        assertThat(detection.evicted()).isEqualTo(2000);
        assertThat(SampleEvents.alerts(detection, now)).isEmpty();
    }

    @Test
    void aClockThatStandsStillOrGoesBackGivesNoError() {
        detection.onTraffic(POD, 1, 1);
        detection.sample(now);
        detection.sample(now - 100 * SECOND);
        detection.sample(now + 1);

        assertThat(SampleEvents.alerts(detection, now)).isEmpty();
    }
}
