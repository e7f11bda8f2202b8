package io.netwatch.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.longs;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {
    @ParameterizedTest
    @CsvSource({"0,0", "4096,4096", "4K,4096", "4k,4096", "4KiB,4096", "4MB,4194304", "1G,1073741824", "' 64K ',65536"})
    void readsWhatPeopleWrite(String text, long bytes) {
        assertThat(ByteSize.parse(text).bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "K", "-1", "1.5M", "4T", "4 K", "99999999999", "0x10"})
    void refusesAnythingElse(String text) {
        assertThatThrownBy(() -> ByteSize.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' is no size; write one like 64K, 4M or 1G");
    }

    @Test
    void readsItsOwnText() {
        qt().forAll(longs().between(0, 999_999_999))
                .check(bytes -> ByteSize.parse(new ByteSize(bytes).toString()).bytes() == bytes);
    }
}
