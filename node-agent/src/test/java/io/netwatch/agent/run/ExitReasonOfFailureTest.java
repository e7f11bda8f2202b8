package io.netwatch.agent.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.libbpf.FailureReason;
import io.netwatch.api.node.ExitReason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExitReasonOfFailureTest {
    @ParameterizedTest
    @EnumSource
    void isThereForEveryReasonWhyThereAreNoKernelEvents(FailureReason reason) {
        assertThat(ExitReason.valueOf(reason.name()).code()).isPositive();
    }
}
