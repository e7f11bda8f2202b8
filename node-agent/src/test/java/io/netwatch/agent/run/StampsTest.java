package io.netwatch.agent.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class StampsTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456Z");

    private Instant now = NOON;
    private final Stamps stamps = new Stamps(new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    });

    @Test
    void areToTheMillisecond() {
        assertThat(stamps.next()).isEqualTo("2026-03-01T12:00:00.123Z");
    }

    @Test
    void noTwoAreTheSame() {
        stamps.next();

        assertThat(stamps.next()).isEqualTo("2026-03-01T12:00:00.124Z");
        assertThat(stamps.next()).isEqualTo("2026-03-01T12:00:00.125Z");
        now = NOON.plusMillis(1);
        assertThat(stamps.next()).isEqualTo("2026-03-01T12:00:00.126Z");
    }

    @Test
    void aClockThatIsSetBackIsFollowed() {
        stamps.next();
        now = NOON.minusSeconds(3600);

        assertThat(stamps.next()).isEqualTo("2026-03-01T11:00:00.123Z");
    }
}
