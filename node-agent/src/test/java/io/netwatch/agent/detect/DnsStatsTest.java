package io.netwatch.agent.detect;

import static io.netwatch.agent.detect.SampleEvents.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.event.DnsFlow;
import io.netwatch.api.snapshot.DnsAnalytics;
import io.netwatch.api.snapshot.DnsAnalytics.DomainCount;
import java.util.List;
import org.junit.jupiter.api.Test;

class DnsStatsTest {
    private static final long POD = 7;
    private static final long T = 1000 * SECOND;
    private static final long MILLI = SECOND / 1000;
    private static final long RESOLVER = 0xffff_0a60_000aL;

    private final DnsStats stats = new DnsStats();
    private final DnsReader reader = new DnsReader(stats::onDns);

    private void ask(int port, int id, String name, long nanos) {
        packet(port, true, nanos, DnsBytes.query(id, name));
    }

    private void answer(int port, int id, int rcode, String name, long nanos) {
        packet(port, false, nanos, DnsBytes.answer(id, rcode, name, "203.0.113.7"));
    }

    private void packet(int port, boolean isSent, long nanos, byte[] message) {
        reader.flow().ends(POD, port, 0, RESOLVER, DnsFlow.PORT).packet(false, isSent, nanos);
        reader.onDatagram(message, message.length, message.length);
    }

    @Test
    void sortsAnswersByTheTimeThatTheyTook() {
        long[] took = {
            0,
            5 * MILLI - 1,
            5 * MILLI,
            10 * MILLI,
            25 * MILLI,
            50 * MILLI,
            100 * MILLI,
            250 * MILLI,
            500 * MILLI,
            9 * SECOND
        };
        for (int i = 0; i < took.length; i++) {
            ask(40000, i, "a.example", T);
        }
        for (int i = 0; i < took.length; i++) {
            answer(40000, i, 0, "a.example", T + took[i]);
        }

        DnsAnalytics taken = stats.take();

        assertThat(taken.totalQueries()).isEqualTo(10);
        assertThat(taken.totalResponses()).isEqualTo(10);
        assertThat(taken.nxdomainCount()).isZero();
        assertThat(taken.latencyBuckets()).containsExactly(2L, 1L, 1L, 1L, 1L, 1L, 1L, 2L);
        assertThat(taken.topDomains()).containsExactly(new DomainCount("a.example", 10));
    }

    @Test
    void countsNamesThatDoNotExist() {
        ask(40000, 1, "gone.example", T);
        answer(40000, 1, 3, "gone.example", T);
        answer(40000, 2, 2, "broken.example", T);

        DnsAnalytics taken = stats.take();

        assertThat(taken.totalResponses()).isEqualTo(2);
        assertThat(taken.nxdomainCount()).isEqualTo(1);
    }

    @Test
    void anAnswerWithoutItsQueryTookNoTime() {
        answer(40000, 1, 0, "a.example", T);
        ask(40000, 2, "a.example", T);
        answer(40001, 2, 0, "a.example", T); // to another port
        answer(40000, 3, 0, "a.example", T); // with another id

        DnsAnalytics taken = stats.take();

        assertThat(taken.totalResponses()).isEqualTo(3);
        assertThat(taken.latencyBuckets()).containsOnly(0L);
    }

    @Test
    void whatIsAskedAgainIsAnotherQueryAndWaitsSinceTheFirst() {
        ask(40000, 1, "a.example", T);
        ask(40000, 1, "a.example", T + 5 * SECOND);
        answer(40000, 1, 0, "a.example", T + 5 * SECOND + MILLI);
        answer(40000, 1, 0, "a.example", T + 5 * SECOND + 2 * MILLI);

        DnsAnalytics taken = stats.take();

        assertThat(taken.totalQueries()).isEqualTo(2);
        assertThat(taken.totalResponses()).isEqualTo(2);
        assertThat(taken.latencyBuckets()).containsExactly(0L, 0L, 0L, 0L, 0L, 0L, 0L, 1L);
    }

    @Test
    void anAnswerFromATranslatedAddressBelongsToItsQuery() {
        ask(40000, 1, "a.example", T);
        byte[] answer = DnsBytes.answer(1, 0, "a.example");
        reader.flow().ends(POD, 40000, 0, RESOLVER + 99, DnsFlow.PORT).packet(false, false, T + MILLI);
        reader.onDatagram(answer, answer.length, answer.length);

        assertThat(stats.take().latencyBuckets().get(0)).isEqualTo(1);
    }

    @Test
    void aQueryIsWaitedForHalfAMinute() {
        ask(40000, 1, "a.example", T);
        ask(40000, 2, "a.example", T);
        answer(40000, 1, 0, "a.example", T + 30 * SECOND);
        answer(40000, 2, 0, "a.example", T + 30 * SECOND + 1);

        assertThat(stats.take().latencyBuckets()).containsExactly(0L, 0L, 0L, 0L, 0L, 0L, 0L, 1L);
    }

    @Test
    void tellsOnlyOfWhatCameSinceItTold() {
        ask(40000, 1, "a.example", T);
        stats.take();
        answer(40000, 1, 0, "a.example", T + MILLI);

        DnsAnalytics taken = stats.take();

        assertThat(taken.totalQueries()).isZero();
        assertThat(taken.totalResponses()).isEqualTo(1);
        assertThat(taken.latencyBuckets().get(0)).isEqualTo(1);
        assertThat(taken.topDomains()).isEmpty();
        assertThat(stats.take().totalResponses()).isZero();
    }

    @Test
    void whatAServerHereIsAskedIsNotCounted() {
        byte[] query = DnsBytes.query(1, "a.example");
        reader.flow().ends(POD, DnsFlow.PORT, 0, RESOLVER, 40000).packet(false, false, T);
        reader.onDatagram(query, query.length, query.length);
        byte[] answer = DnsBytes.answer(1, 3, "a.example");
        reader.flow().ends(POD, DnsFlow.PORT, 0, RESOLVER, 40000).packet(false, true, T);
        reader.onDatagram(answer, answer.length, answer.length);

        assertThat(stats.take())
                .isEqualTo(new DnsAnalytics(0, 0, 0, List.of(0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L), List.of()));
    }

    @Test
    void notificationsAndUpdatesAreNotCounted() {
        byte[] notify = DnsBytes.query(1, "a.example");
        notify[2] = 0x20;
        packet(40000, true, T, notify);

        assertThat(stats.take().totalQueries()).isZero();
        assertThat(reader.messages()).isEqualTo(1);
    }

    @Test
    void queriesOverTcpAreCountedAsWell() {
        byte[] query = DnsBytes.framed(DnsBytes.query(1, "a.example"));
        reader.flow().ends(POD, 40000, 0, RESOLVER, DnsFlow.PORT).packet(true, true, T);
        reader.onSegment(1, query, query.length, query.length);
        answer(40000, 1, 0, "a.example", T + MILLI); // over UDP
        byte[] answer = DnsBytes.framed(DnsBytes.answer(1, 0, "a.example", "203.0.113.7"));
        reader.flow().packet(true, false, T + 7 * MILLI);
        reader.onSegment(1, answer, answer.length, answer.length);

        DnsAnalytics taken = stats.take();

        assertThat(taken.totalQueries()).isEqualTo(1);
        assertThat(taken.totalResponses()).isEqualTo(2);
        assertThat(taken.latencyBuckets()).containsExactly(0L, 1L, 0L, 0L, 0L, 0L, 0L, 0L);
    }

    @Test
    void namesTheTwentyThatWereAskedForMost() {
        for (int i = 1; i <= 40; i++) {
            for (int j = 0; j < i; j++) {
                ask(40000, j, (j % 2 == 0 ? "N" : "n") + i + ".example", T);
            }
        }

        List<DomainCount> top = stats.take().topDomains();

        assertThat(top).hasSize(20);
        assertThat(top.get(0)).isEqualTo(new DomainCount("n40.example", 40));
        assertThat(top.get(19)).isEqualTo(new DomainCount("n21.example", 21));
    }

    @Test
    void amongManyNamesTheFrequentOnesAreFoundAndNeverCountedTooHigh() {
        for (int i = 0; i < 200_000; i++) {
            ask(
                    40000,
                    i & 0xffff,
                    i % 50 == 0 ? "hot.example" : i % 50 == 1 ? "warm.example" : "n" + i + ".example",
                    T);
        }

        List<DomainCount> top = stats.take().topDomains();

        assertThat(top.get(0).name()).isIn("hot.example", "warm.example");
        assertThat(top.get(1).name()).isIn("hot.example", "warm.example");
        assertThat(top.get(0).count()).isBetween(4000L - 200_000 / 512, 4000L);
        assertThat(top.get(2).count()).isLessThanOrEqualTo(1);
    }

    @Test
    void waitsForABoundedNumberOfQueries() {
        for (int i = 0; i < 10_000; i++) {
            ask(30_000 + i, 1, "a.example", T);
        }
        assertThat(stats.evicted()).isEqualTo(10_000 - 4096);
        for (int i = 0; i < 10_000; i++) {
            answer(30_000 + i, 1, 0, "a.example", T);
        }

        assertThat(stats.take().latencyBuckets().get(0)).isEqualTo(4096);
    }

    @Test
    void anAnswerThatSeemsToComeBeforeItsQueryTookNoTime() {
        ask(40000, 1, "a.example", T);
        answer(40000, 1, 0, "a.example", T - 5);

        assertThat(stats.take().latencyBuckets().get(0)).isEqualTo(1);
    }
}
