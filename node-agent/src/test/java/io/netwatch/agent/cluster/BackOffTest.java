package io.netwatch.agent.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackOffTest {
    @Test
    void doublesFromASecondToHalfAMinute() {
        BackOff backOff = new BackOff(() -> 0);

        assertThat(LongStream.generate(backOff::next).limit(7))
                .containsExactly(1000L, 2000L, 4000L, 8000L, 16000L, 30000L, 30000L);
    }

    @Test
    void isShortenedByChanceToAHalfButNeverBelowASecond() {
        BackOff backOff = new BackOff(() -> 1);

        assertThat(LongStream.generate(backOff::next).limit(6))
                .containsExactly(1000L, 1000L, 2000L, 4000L, 8000L, 15000L);
    }

    @Test
    void beginsAnewAfterASuccess() {
        BackOff backOff = new BackOff(() -> 0);
        backOff.next();
        backOff.next();

        backOff.reset();

        assertThat(backOff.next()).isEqualTo(1000);
    }
}
