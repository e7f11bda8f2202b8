package io.netwatch.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {
    @Test
    void readsNamesAndAddresses() {
        assertThat(HostPort.parse("netwatch-operator.netwatch.svc:7444"))
                .isEqualTo(new HostPort("netwatch-operator.netwatch.svc", 7444));
        assertThat(HostPort.parse("127.0.0.1:1")).isEqualTo(new HostPort("127.0.0.1", 1));
        assertThat(HostPort.parse("[fd00::7]:65535")).isEqualTo(new HostPort("fd00::7", 65535));
    }

    @Test
    void isWrittenAsItIsRead() {
        assertThat(HostPort.parse("operator:7444")).hasToString("operator:7444");
        assertThat(HostPort.parse("[fd00::7]:7444")).hasToString("[fd00::7]:7444");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "operator", "operator:", ":7444", "operator:0", "operator:65536", "fd00::7:7444", "a/b:1"})
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> HostPort.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'" + text + "' is no host with a port; write one like ");
    }
}
