package io.netwatch.agent.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EventRateTest {
    private final EventRate rate = new EventRate();

    @Test
    void isZeroBeforeThereIsAnythingToCompare() {
        assertThat(rate.perSecond()).isZero();
        sampleAt(0, 100);
        assertThat(rate.perSecond()).isZero();
    }

    @Test
    void isTheMeanOfWhatThereIsAtFirst() {
        sampleAt(0, 100);
        sampleAt(2, 110);

        assertThat(rate.perSecond()).isEqualTo(5);
    }

    @Test
    void forgetsWhatIsLongerAgoThanTheWindow() {
        for (int second = 0; second <= 60; second++) {
            sampleAt(second, second < 50 ? 1000L * second : 50_000);
        }

        assertThat(rate.perSecond()).isZero();
    }

    @Test
    void spansTheWindowWhenSamplesAreFarApart() {
        sampleAt(0, 0);
        sampleAt(15, 0);
        sampleAt(30, 300);

        assertThat(rate.perSecond()).isEqualTo(20);
    }

    private void sampleAt(long second, long seen) {
        rate.sample(TimeUnit.SECONDS.toNanos(second), seen);
    }
}
