package io.netwatch.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.policy.Ladder.Rung;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LadderTest {
    private static final double BUDGET = 0.1;

    private final Ladder ladder = new Ladder();

    /** Spent in each window of ten seconds, in hundredths of a core; of a budget of ten. */
    @ParameterizedTest
    @CsvSource({
        "'0', FULL",
        "'10', FULL",
        "'11', SAMPLED",
        "'11 11', TOTALS",
        "'11 11 11', DETACHED",
        "'11 11 11 11', DETACHED",
        "'11 4 4 4 4 4 4', SAMPLED",
        "'11 4 4 4 4 4 4 4', FULL",
        "'11 4 4 4 4 4 5 4 4', SAMPLED",
        "'11 4 4 4 4 4 11', TOTALS",
        "'11 11 4 4 4 4 4 4 4', SAMPLED",
        "'11 11 4 4 4 4 4 4 4 4 4 4 4 4', SAMPLED",
        "'11 11 4 4 4 4 4 4 4 4 4 4 4 4 4', FULL",
    })
    void stepsDownAtOnceAndUpAfterAMinuteBelowHalf(String spent, Rung rung) {
        long now = 0;
        for (String hundredths : spent.split(" ", -1)) {
            now += 10_000;
            ladder.look(now, Integer.parseInt(hundredths) / 100.0, BUDGET);
        }

        assertThat(ladder.rung()).isEqualTo(rung);
    }

    @Test
    void tellsWhetherTheRungChanged() {
        assertThat(ladder.look(0, 1, BUDGET)).isTrue();
        assertThat(ladder.look(10_000, BUDGET, BUDGET)).isFalse();
    }

    @Test
    void withoutABudgetAllIsTold() {
        ladder.look(0, 1, BUDGET);

        assertThat(ladder.look(1, 64, 0)).isTrue();
        assertThat(ladder.rung()).isEqualTo(Rung.FULL);
    }

    @Test
    void aSampleIsATenthOfWhatThePolicyAsksFor() {
        assertThat(ladder.share(10_000)).isEqualTo(10_000);
        ladder.look(0, 1, BUDGET);
        assertThat(ladder.share(10_000)).isEqualTo(1000);
        assertThat(ladder.share(100)).isEqualTo(10);
        ladder.look(1, 1, BUDGET);
        assertThat(ladder.share(10_000)).isZero();
    }
}
