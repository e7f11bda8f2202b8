package io.netwatch.agent.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UtcTextTest {
    private final UtcText text = new UtcText();

    @Test
    void writesMidnightAndTheMillisecondBefore() {
        for (String time : List.of(
                "1970-01-01T00:00:00.000Z",
                "2026-02-28T23:59:59.999Z",
                "2026-03-01T00:00:00.000Z",
                "2024-02-29T12:34:56.007Z",
                "1969-12-31T23:59:59.999Z")) {
            assertThat(text.of(Instant.parse(time).toEpochMilli())).isEqualTo(time);
        }
    }

    @Test
    void writesAnyTimeAsTheJdkDoes() {
        DateTimeFormatter jdk =
                DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
        Random chance = new Random(17);
        for (int i = 0; i < 10_000; i++) {
            long time = chance.nextLong(0, 200L * 365 * 24 * 3600 * 1000);

            assertThat(text.of(time)).isEqualTo(jdk.format(Instant.ofEpochMilli(time)));
        }
    }
}
