package io.netwatch.operator.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.operator.tls.CallerCheck.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictCacheTest {
    private final MovingClock clock = new MovingClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final VerdictCache cache = new VerdictCache(clock);
    private final List<String> asked = new ArrayList<>();

    @Test
    void keepsVerdictForOneMinute() {
        assertThat(ask("a", Verdict.ALLOWED)).isEqualTo(Verdict.ALLOWED);
        clock.advance(Duration.ofSeconds(59));
        assertThat(ask("a", Verdict.FORBIDDEN)).isEqualTo(Verdict.ALLOWED);
        clock.advance(Duration.ofSeconds(1));

        assertThat(ask("a", Verdict.FORBIDDEN)).isEqualTo(Verdict.FORBIDDEN);
        assertThat(asked).containsExactly("a", "a");
    }

    @Test
    void keepsRefusalsAsWell() {
        ask("a", Verdict.UNKNOWN_CALLER);
        ask("b", Verdict.FORBIDDEN);

        assertThat(ask("a", Verdict.ALLOWED)).isEqualTo(Verdict.UNKNOWN_CALLER);
        assertThat(ask("b", Verdict.ALLOWED)).isEqualTo(Verdict.FORBIDDEN);
    }

    @Test
    void neverKeepsUndecided() {
        ask("a", Verdict.UNDECIDED);

        assertThat(ask("a", Verdict.ALLOWED)).isEqualTo(Verdict.ALLOWED);
    }

    @Test
    void forgetsTheOneNotAskedForLongest() {
        ask("busy", Verdict.ALLOWED);
        for (int i = 0; i < VerdictCache.LIMIT + 10; i++) {
            ask("t" + i, Verdict.UNKNOWN_CALLER);
            ask("busy", Verdict.FORBIDDEN);
        }

        assertThat(cache.size()).isEqualTo(VerdictCache.LIMIT);
        assertThat(asked).containsOnlyOnce("busy");
        assertThat(ask("t0", Verdict.ALLOWED)).isEqualTo(Verdict.ALLOWED);
    }

    private Verdict ask(String token, Verdict truth) {
        return cache.of(token, candidate -> {
            asked.add(candidate);
            return truth;
        });
    }
}
