package io.netwatch.agent.detect;

import static io.netwatch.agent.detect.SampleEvents.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.event.DnsFlow;
import io.netwatch.api.policy.Detectors;
import io.netwatch.api.snapshot.Alert;
import java.util.List;
import org.junit.jupiter.api.Test;

class DnsTunnelTest {
    private static final long POD = 7;
    private static final long T = 1000 * SECOND;
    private static final long RESOLVER = 0xffff_0a60_000aL;

    private final Detection detection = detection(50);
    private final DnsReader reader = new DnsReader(detection::onDns);
    private long now = T;

    private static Detection detection(int queriesPerMinute) {
        return new Detection(
                new Detectors(null, null, new Detectors.DnsTunnel(queriesPerMinute), null),
                new OwnDomains(List.of("cluster.local", "ec2.internal")),
                (high, low) -> false);
    }

    private void ask(long source, String name) {
        reader.flow().ends(source, 40000, 0, RESOLVER, DnsFlow.PORT).packet(false, true, now);
        byte[] query = DnsBytes.query(1, name);
        reader.onDatagram(query, query.length, query.length);
    }

    private void ask(long source, int queries, int names, String parent) {
        for (int i = 0; i < queries; i++) {
            ask(source, "n" + i % names + "." + parent);
        }
    }

    private List<Alert> alerts() {
        return SampleEvents.alerts(detection, now);
    }

    private static String nameOf(int bytes) {
        String end = ".a.example.com";
        return "x".repeat(40) + "." + "y".repeat(bytes - 41 - end.length()) + end;
    }

    @Test
    void isSilentOnANameOfEightyBytes() {
        ask(POD, nameOf(79));
        ask(POD, nameOf(80));

        assertThat(alerts()).isEmpty();
    }

    @Test
    void tellsOfANameOfMore() {
        ask(POD, nameOf(81));

        assertThat(alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.severity()).isEqualTo(Alert.Severity.WARNING);
            assertThat(alert.category()).isEqualTo(Alert.Category.DNS_TUNNEL);
            assertThat(alert.message()).isEqualTo("shop/pod-7 asked DNS for a name of 81 bytes below example.com");
            assertThat(alert.detail())
                    .isEqualTo("More than 80 bytes are unusual. For example " + nameOf(81)
                            + ". Look further: kubectl get podconnections -n shop");
        });
    }

    @Test
    void countsBytesAndNotHowTheyAreWritten() {
        ask(POD, "\u0001".repeat(60) + ".example.com");
        assertThat(alerts()).isEmpty();

        ask(POD, "\u0001".repeat(60) + ".long-label.example.com");

        assertThat(alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.message()).contains("of 83 bytes");
            assertThat(alert.detail()).contains("\\001\\001").contains("...").doesNotContain("\u0001");
        });
    }

    @Test
    void isSilentOnFiftyQueriesAMinute() {
        ask(POD, 50, 50, "example.com");

        assertThat(alerts()).isEmpty();
    }

    @Test
    void isSilentOnThirtyDistinctNames() {
        ask(POD, 500, 30, "example.com");

        assertThat(alerts()).isEmpty();
    }

    @Test
    void tellsOfMoreQueriesForMoreNames() {
        ask(POD, 51, 31, "example.com");

        assertThat(alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.severity()).isEqualTo(Alert.Severity.CRITICAL);
            assertThat(alert.category()).isEqualTo(Alert.Category.DNS_TUNNEL);
            assertThat(alert.message())
                    .isEqualTo("shop/pod-7 sent 51 DNS queries within a minute for names below example.com");
            assertThat(alert.detail())
                    .startsWith("31 of them were distinct: data may leave in them. For example n19.example.com.");
        });
    }

    @Test
    void saysThatItToldNoMoreNamesApart() {
        ask(POD, 1000, 1000, "example.com");

        assertThat(alerts())
                .singleElement()
                .satisfies(alert -> assertThat(alert.detail()).startsWith("64 or more of them were distinct"));
    }

    @Test
    void countsWhatWasWithinAMinuteOnly() {
        for (int i = 0; i < 400; i++) {
            now = T + i * 6L * SECOND / 5; // 50 a minute
            ask(POD, "n" + i + ".example.com");
        }
        assertThat(alerts()).isEmpty();

        for (int i = 0; i < 400; i++) {
            now += SECOND; // 60 a minute
            ask(POD, "m" + i + ".example.com");
        }

        assertThat(alerts()).hasSize(1);
    }

    @Test
    void namesOfAnEarlierMinuteAreNotAmongTheDistinct() {
        for (int i = 0; i < 240; i++) {
            now += SECOND;
            ask(POD, "same.example.com");
            ask(POD, "n" + i / 4 + ".example.com");
            assertThat(alerts()).isEmpty();
        }
    }

    @Test
    void countsEachSourceAndParentDomainByItself() {
        for (int source = 1; source <= 10; source++) {
            ask(source, 50, 50, "example.com");
            ask(source, 50, 50, "example.org");
            ask(source, 50, 50, "one.co.uk");
            ask(source, 50, 50, "two.co.uk");
        }

        assertThat(alerts()).isEmpty();
    }

    @Test
    void lettersOfEitherCaseAreTheSame() {
        for (int i = 0; i < 60; i++) {
            ask(POD, "n" + i + (i % 2 == 0 ? ".EXAMPLE.com" : ".example.COM"));
        }
        assertThat(alerts()).hasSize(1);

        for (int i = 0; i < 60; i++) {
            ask(POD + 1, (i % 2 == 0 ? "A" : "a") + i % 30 + ".example.com");
        }
        assertThat(alerts()).hasSize(1);
    }

    @Test
    void whoOwnsADomainOfACountryGetsNoParentForEachName() {
        ask(POD, 60, 60, "abc.io");
        ask(POD, 60, 60, "t.co");

        assertThat(alerts()).hasSize(2);
    }

    @Test
    void whatTheClusterAnswersItselfIsNoTunnel() {
        for (int i = 0; i < 500; i++) {
            ask(POD, "host-" + i + ".example.com.shop.svc.cluster.local");
            ask(POD, "host-" + i + ".example.com.cluster.local");
            ask(POD, "host-" + i + ".example.com.Ec2.Internal");
            ask(POD, i % 250 + ".1.244.10.in-addr.arpa");
        }
        ask(POD, nameOf(80) + ".shop.svc.cluster.local");
        ask(POD, "cluster.local");

        assertThat(detection.size()).isZero();
    }

    @Test
    void aDomainThatOnlyEndsAlikeIsNotTheClusters() {
        ask(POD, 60, 60, "my-cluster.local");
        ask(POD, 60, 60, "cluster.local.evil.example");

        assertThat(alerts()).hasSize(2);
    }

    @Test
    void answersAndWhatOthersAskAreNotLookedAt() {
        for (int i = 0; i < 100; i++) {
            byte[] query = DnsBytes.query(1, "n" + i + ".example.com");
            reader.flow().ends(POD, DnsFlow.PORT, 0, RESOLVER, 40000).packet(false, false, now);
            reader.onDatagram(query, query.length, query.length);
            byte[] answer = DnsBytes.answer(1, 0, "n" + i + ".example.com");
            reader.flow().ends(POD, 40000, 0, RESOLVER, DnsFlow.PORT).packet(false, false, now);
            reader.onDatagram(answer, answer.length, answer.length);
        }

        assertThat(detection.size()).isZero();
    }

    @Test
    void followsWhatThePolicySays() {
        Detection wide = detection(200);
        DnsReader wideReader = new DnsReader(wide::onDns);
        wideReader.flow().ends(POD, 40000, 0, RESOLVER, DnsFlow.PORT).packet(true, true, now);
        for (int i = 0; i < 201; i++) {
            assertThat(SampleEvents.alerts(wide, now)).isEmpty();
            byte[] query = DnsBytes.query(1, "n" + i + ".example.com");
            wideReader.onDatagram(query, query.length, query.length);
        }

        assertThat(SampleEvents.alerts(wide, now)).hasSize(1);
    }

    @Test
    void staysActiveForAMinute() {
        ask(POD, 51, 51, "example.com");

        now = T + 60 * SECOND - 1;
        assertThat(alerts()).hasSize(1);
        now = T + 60 * SECOND;
        assertThat(alerts()).isEmpty();
    }

    @Test
    void eachOfManySourcesIsFound() {
        for (int source = 1; source <= 500; source++) {
            ask(source, 51, 31 - source % 2, "example.com");
        }

        assertThat(alerts()).hasSize(250);
        assertThat(detection.evicted()).isZero();
    }

    @Test
    void theDomainUnseenForLongestMakesRoom() {
        ask(POD, 40, 40, "first.example");
        for (int i = 0; i < 499; i++) {
            ask(POD, "www.other-" + i + ".example");
        }
        ask(POD, "again.first.example");
        ask(POD, "www.last.example");
        for (int i = 0; i < 10; i++) {
            ask(POD, "late" + i + ".first.example");
        }

        assertThat(detection.size()).isEqualTo(500);
        assertThat(detection.evicted()).isEqualTo(1);
        assertThat(alerts()).hasSize(1);
    }

    @Test
    void forgetsADomainAfterFiveMinutes() {
        ask(POD, "www.example.com");

        detection.expire(T + 300 * SECOND);
        assertThat(detection.size()).isEqualTo(1);
        detection.expire(T + 300 * SECOND + 1);
        assertThat(detection.size()).isZero();
    }

    @Test
    void timesInAnyOrderGiveNoErrorAndNoAlertOfTheirOwn() {
        long[] times = {T, 0, -1, T + 3600 * SECOND, Long.MAX_VALUE, Long.MIN_VALUE, T + SECOND};
        for (int i = 0; i < times.length * 7; i++) {
            now = times[i % times.length];
            ask(POD, "n" + i + ".example.com");
        }

        now = T;
        assertThat(alerts()).isEmpty();
    }
}
