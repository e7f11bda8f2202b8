package io.netwatch.api.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExitReasonTest {
    @ParameterizedTest
    @EnumSource
    void isFoundByItsCode(ExitReason reason) {
        assertThat(ExitReason.of(reason.code())).contains(reason);
    }

    @ParameterizedTest
    @EnumSource
    void isNamedAsConditionsAreAndSaysWhatToDoInOneSentence(ExitReason reason) {
        assertThat(reason.conditionReason()).matches("[A-Z][A-Za-z]{1,62}");
        assertThat(reason.advice()).matches("[A-Z][^\n]*[^.]\\.").doesNotContain(". ");
    }

    @Test
    void hasNoNameTwice() {
        assertThat(Arrays.stream(ExitReason.values()).map(ExitReason::conditionReason))
                .doesNotHaveDuplicates();
    }

    @Test
    void knowsNothingOfProcessesThatWereKilled() {
        assertThat(ExitReason.of(137)).isEmpty();
    }
}
