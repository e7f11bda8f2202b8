package io.netwatch.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PauseTest {
    private static final long SECOND = 1_000_000_000L;

    private long now = SECOND;
    private final Pause pause = new Pause(() -> now);

    @Test
    void tellsTheLongestTimeThatTheRingWasLeftUnread() {
        leaveFor(5);
        leaveFor(9);
        leaveFor(7);

        assertThat(pause.longestNanos()).isEqualTo(9);
    }

    @Test
    void waitingForEventsIsNone() {
        pause.begins();
        now += SECOND; // waits
        leaveFor(3);

        assertThat(pause.longestNanos()).isEqualTo(3);
    }

    @Test
    void forgetsWhatWasLongAgo() {
        leaveFor(9);
        now += 30 * SECOND;
        leaveFor(2);
        assertThat(pause.longestNanos()).isEqualTo(9);

        now += 30 * SECOND;
        leaveFor(1);

        assertThat(pause.longestNanos()).isEqualTo(2);
    }

    private void leaveFor(long nanos) {
        pause.begins();
        now += nanos;
        pause.ends();
    }
}
