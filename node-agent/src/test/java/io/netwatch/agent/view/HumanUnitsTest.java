package io.netwatch.agent.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.longs;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanUnitsTest {
    private static final int WIDEST = 6;

    @ParameterizedTest
    @CsvSource({
        "0,0B",
        "1023,1023B",
        "1024,1.0K",
        "1536,1.5K",
        "10239,10K",
        "1048063,1023K",
        "1048575,1.0M",
        "1073741824,1.0G",
        "9223372036854775807,8.0E"
    })
    void writesBytes(long bytes, String text) {
        assertThat(HumanUnits.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "1,1us",
        "999,999us",
        "1000,1.0ms",
        "9949,9.9ms",
        "9950,10ms",
        "999499,999ms",
        "999500,1.0s",
        "3000000,3.0s"
    })
    void writesMicroseconds(long micros, String text) {
        assertThat(HumanUnits.micros(micros)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "-3,0s",
        "0,0s",
        "59,59s",
        "60,1m00s",
        "3599,59m59s",
        "3600,1h00m",
        "7500,2h05m",
        "86399,23h59m",
        "86400,1d0h",
        "8640000,100d"
    })
    void writesAge(long seconds, String text) {
        assertThat(HumanUnits.age(Duration.ofSeconds(seconds))).isEqualTo(text);
    }

    @Test
    void neverTakesMoreRoomThanItsColumn() {
        qt().forAll(longs().between(0, Long.MAX_VALUE), integers().between(0, Integer.MAX_VALUE))
                .check((bytes, micros) -> HumanUnits.bytes(bytes).length() <= WIDEST
                        && HumanUnits.micros(micros).length() <= WIDEST
                        && HumanUnits.age(Duration.ofSeconds(micros)).length() <= WIDEST);
    }
}
