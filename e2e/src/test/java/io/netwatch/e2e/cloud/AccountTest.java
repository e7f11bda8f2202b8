package io.netwatch.e2e.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class AccountTest {
    private static final Instant FIRST = Instant.parse("2026-01-02T12:00:00Z");
    private static final int KNOWN = 100_000;

    private final Account account = new Account(1);

    @Test
    void knowsSoManySnapshotsAndForgetsTheOldest() throws Refused {
        account.admit(Bodies.host(1));
        for (int i = 0; i < KNOWN; i++) {
            store(i);
        }

        assertThat(store(0)).isFalse();
        assertThat(store(KNOWN)).isTrue();
        assertThat(store(0)).isTrue();
        assertThat(account.counts(0, 0).duplicates()).isEqualTo(1);
    }

    @Test
    void keepsTheLatestTen() throws Refused {
        account.admit(Bodies.host(1));
        for (int i = 0; i < 25; i++) {
            store(i);
        }

        assertThat(account.recent().stream().map(received -> received.snapshot().timestamp()))
                .hasSize(10)
                .endsWith(FIRST.plusSeconds(24).toString());
    }

    private boolean store(int second) {
        Instant timestamp = FIRST.plusSeconds(second);
        return account.store(new Received(FIRST, Bodies.host(1), Bodies.snapshot(timestamp)), timestamp);
    }
}
