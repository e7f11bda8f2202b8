package io.netwatch.agent.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureCauseTest {
    @ParameterizedTest
    @CsvSource({
        "0,''",
        "111,refused (ECONNREFUSED)",
        "110,no answer (ETIMEDOUT)",
        "104,reset by peer (ECONNRESET)",
        "101,network unreachable (ENETUNREACH)",
        "13,forbidden on this host (EACCES)",
        "32,EPIPE",
        "4000,errno 4000"
    })
    void describesErrorsInWordsWithTheirName(int errno, String text) {
        assertThat(FailureCause.describe(errno)).isEqualTo(text);
    }
}
