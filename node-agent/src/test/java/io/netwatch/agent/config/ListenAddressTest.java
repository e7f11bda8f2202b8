package io.netwatch.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.7:7443, 10.0.0.7:7443",
        "0.0.0.0:0, 0.0.0.0:0",
        "[fd00::7]:7443, [fd00:0:0:0:0:0:0:7]:7443",
        "fd00::7:7443, [fd00:0:0:0:0:0:0:7]:7443",
        "[::1]:65535, [0:0:0:0:0:0:0:1]:65535",
    })
    void takesAddressAndPort(String text, String written) {
        assertThat(ListenAddress.parse(text)).hasToString(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7443",
                ":7443",
                "10.0.0.7",
                "10.0.0.7:",
                "10.0.0.7:65536",
                "10.0.0:1",
                "256.0.0.1:1",
                "localhost:1",
                "cafe:1",
                "[fd00::7]",
                "10.0.0.7.:1",
                "1::2::3:1"
            })
    void refusesWhatIsNoAddressWithPort(String text) {
        assertThatThrownBy(() -> ListenAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' is no address with a port; write one like 10.0.0.7:7443 or [fd00::7]:7443");
    }

    @Test
    void takesAnotherPort() {
        assertThat(ListenAddress.parse("127.0.0.1:0").withPort(7)).hasToString("127.0.0.1:7");
    }
}
