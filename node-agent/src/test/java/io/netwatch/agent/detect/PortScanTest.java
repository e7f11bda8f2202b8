package io.netwatch.agent.detect;

import static io.netwatch.agent.detect.SampleEvents.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.event.EventKind;
import io.netwatch.api.policy.Detectors;
import io.netwatch.api.snapshot.Alert;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PortScanTest {
    private static final long POD = 7;
    private static final long T = 1000 * SECOND;
    private static final String PEER = "10.0.0.9";

    private final SampleEvents events = new SampleEvents();
    private final Detection detection = detection(20);

    private static Detection detection(int distinctPorts) {
        return new Detection(
                new Detectors(new Detectors.PortScan(distinctPorts), null, null, null),
                new OwnDomains(List.of()),
                (high, low) -> high == 0 && (low & 0xffffff00L) == 0x0af40200L);
    }

    @AfterEach
    void close() {
        events.close();
    }

    private void tryPorts(long source, int count, long from, long step) {
        for (int i = 0; i < count; i++) {
            detection.onConnection(source, events.failed(PEER, 1000 + i, from + i * step, from + i * step));
        }
    }

    private List<Alert> alerts(long nanos) {
        return SampleEvents.alerts(detection, nanos);
    }

    @Test
    void isSilentBelowTwentyPorts() {
        tryPorts(POD, 19, T, SECOND);

        assertThat(alerts(T + 19 * SECOND)).isEmpty();
    }

    @Test
    void tellsOfTwentyPortsWithinThirtySeconds() {
        tryPorts(POD, 20, T, SECOND);

        assertThat(alerts(T + 20 * SECOND)).singleElement().satisfies(alert -> {
            assertThat(alert.severity()).isEqualTo(Alert.Severity.CRITICAL);
            assertThat(alert.category()).isEqualTo(Alert.Category.PORT_SCAN);
            assertThat(alert.message()).isEqualTo("shop/pod-7 tried 20 ports of 10.0.0.9 within 30 s");
            assertThat(alert.detail())
                    .startsWith(
                            "20 attempts, 20 of them failed; the last was at 10.0.0.9:1019. Look further: kubectl get"
                                    + " podconnections -n shop.");
            assertThat(alert.timestamp()).isEqualTo("2026-01-02T03:16:59Z");
        });
    }

    @Test
    void countsOnAboveTwentyPorts() {
        tryPorts(POD, 25, T, SECOND);

        assertThat(alerts(T + 25 * SECOND))
                .singleElement()
                .satisfies(alert -> assertThat(alert.message()).contains("tried 25 ports of"));
    }

    @Test
    void triesOfOnePortAreOne() {
        for (int i = 0; i < 1000; i++) {
            detection.onConnection(POD, events.connected(PEER, 1000 + i % 19, T + i));
        }

        assertThat(alerts(T + SECOND)).isEmpty();
    }

    @Test
    void theWindowSlides() {
        // the first is 30 s and 1 ns older than the twentieth
        detection.onConnection(POD, events.connected(PEER, 1, T));
        tryPorts(POD, 19, T + 30 * SECOND + 1 - 18, 1);
        assertThat(alerts(T + 31 * SECOND)).isEmpty();

        detection.onConnection(POD + 1, events.connected(PEER, 1, T));
        tryPorts(POD + 1, 19, T + 30 * SECOND - 18, 1);
        assertThat(alerts(T + 31 * SECOND)).hasSize(1);
    }

    @Test
    void aPortTriedEachHalfMinuteAddsUpToNothing() {
        tryPorts(POD, 200, T, 2 * SECOND);

        assertThat(alerts(T + 400 * SECOND)).isEmpty();
    }

    @Test
    void staysActiveForAMinuteAfterTheLastPort() {
        tryPorts(POD, 20, T, 0);

        assertThat(alerts(T + 60 * SECOND - 1)).hasSize(1);
        assertThat(alerts(T + 60 * SECOND)).isEmpty();
    }

    @Test
    void saysSinceWhenWhileItGoesOn() {
        tryPorts(POD, 60, T, SECOND);

        assertThat(alerts(T + 60 * SECOND))
                .singleElement()
                .satisfies(alert -> assertThat(alert.timestamp()).isEqualTo("2026-01-02T03:16:59Z"));
    }

    @Test
    void portsCountOverAllAddresses() {
        for (int i = 0; i < 20; i++) {
            detection.onConnection(POD, events.connected("10.0.0." + i, 1000 + i, T));
        }

        assertThat(alerts(T))
                .singleElement()
                .satisfies(alert -> assertThat(alert.message())
                        .isEqualTo("shop/pod-7 tried 20 ports of several addresses within 30 s"));
    }

    @Test
    void onePortOfManyAddressesIsNoScan() {
        for (int i = 0; i < 200; i++) {
            detection.onConnection(POD, events.connected("10.0.0." + i, 443, T));
        }

        assertThat(alerts(T)).isEmpty();
    }

    @Test
    void followsWhatThePolicySays() {
        Detection narrow = detection(3);
        for (int i = 0; i < 2; i++) {
            narrow.onConnection(POD, events.connected(PEER, i, T));
        }
        assertThat(SampleEvents.alerts(narrow, T)).isEmpty();

        narrow.onConnection(POD, events.connected(PEER, 2, T));

        assertThat(SampleEvents.alerts(narrow, T)).hasSize(1);
    }

    @Test
    void takesAllPortsWhenThePolicySaysSo() {
        Detection wide = detection(65_535);
        for (int port = 1; port < 65_535; port++) {
            wide.onConnection(POD, events.connected(PEER, port, T));
        }
        assertThat(SampleEvents.alerts(wide, T)).isEmpty();

        wide.onConnection(POD, events.connected(PEER, 65_535, T));

        assertThat(SampleEvents.alerts(wide, T)).hasSize(1);
    }

    @Test
    void saysThatItCountedNoFurther() {
        tryPorts(POD, 3000, T, 1);

        assertThat(alerts(T + SECOND)).singleElement().satisfies(alert -> {
            assertThat(alert.message()).contains("tried 1024 ports or more of");
            assertThat(alert.detail()).startsWith("3000 attempts");
        });
    }

    @Test
    void aPeerThatConnectsToManyPortsOfOnePodIsOne() {
        for (int i = 0; i < 20; i++) {
            detection.onConnection(POD, events.accepted("203.0.113.5", 8000 + i, T));
        }

        assertThat(alerts(T))
                .singleElement()
                .satisfies(alert -> assertThat(alert.message())
                        .isEqualTo("203.0.113.5 connected to 20 ports of shop/pod-7 within 30 s"));
    }

    @Test
    void aNodeThatProbesEachPodAtAPortIsNone() {
        for (int pod = 1; pod <= 110; pod++) {
            detection.onConnection(pod, events.accepted("10.244.1.1", 8000 + pod, T));
            detection.onConnection(Detection.HOST, events.connected("10.244.2." + pod, 8000 + pod, T));
        }

        assertThat(alerts(T)).isEmpty();
    }

    @Test
    void theHostIsASourceOfItsOwn() {
        tryPorts(Detection.HOST, 20, T, 1);

        assertThat(alerts(T + SECOND)).singleElement().satisfies(alert -> {
            assertThat(alert.message()).startsWith("node-a tried 20 ports");
            assertThat(alert.detail()).contains("on that node: ss -tanp");
        });
    }

    @Test
    void whatWasOpenOrEndedIsNoAttempt() {
        for (int i = 0; i < 100; i++) {
            EventKind kind = i % 2 == 0 ? EventKind.OPEN : EventKind.CLOSE;
            detection.onConnection(POD, events.outbound(kind, SampleEvents.end(PEER, i), T, T));
        }

        assertThat(detection.size()).isZero();
    }

    @Test
    void eachOfAThousandSourcesIsFound() {
        for (int i = 0; i < 20; i++) {
            for (int source = 1; source <= 1000; source++) {
                if (source > 500 || i < 19) {
                    detection.onConnection(source, events.failed(PEER, i, T, T + i));
                }
            }
        }

        assertThat(alerts(T + SECOND)).hasSize(500);
        assertThat(detection.evicted()).isZero();
    }

    @Test
    void theSourceUnseenForLongestMakesRoom() {
        tryPorts(1, 19, T, 0);
        for (int source = 2; source <= 1000; source++) {
            detection.onConnection(source, events.connected(PEER, 1, T));
        }
        detection.onConnection(1, events.connected(PEER, 1000, T));

        detection.onConnection(1001, events.connected(PEER, 1, T));
        detection.onConnection(1, events.connected(PEER, 1019, T));

        assertThat(detection.size()).isEqualTo(1000);
        assertThat(detection.evicted()).isEqualTo(1);
        assertThat(alerts(T)).hasSize(1);
    }

    @Test
    void portsOfASourceThatMadeRoomAreNotThoseOfWhoTookItsPlace() {
        tryPorts(1, 19, T, 0);
        for (int source = 2; source <= 1001; source++) {
            detection.onConnection(source, events.connected(PEER, 1000, T));
        }
        assertThat(alerts(T)).isEmpty();

        tryPorts(1001, 19, T + 29 * SECOND, 0); // which those of the first were among
        tryPorts(1001, 1, T + 30 * SECOND + 1, 0);
        assertThat(alerts(T + 31 * SECOND)).isEmpty();
        detection.onConnection(1001, events.connected(PEER, 2000, T + 31 * SECOND));

        assertThat(alerts(T + 31 * SECOND)).hasSize(1);
    }

    @Test
    void peersThatEachConnectToAPortAreNone() {
        for (int i = 0; i < 200; i++) {
            detection.onConnection(POD, events.accepted("203.0.113." + i, 8000 + i, T));
        }

        assertThat(alerts(T)).isEmpty();
    }

    @Test
    void staysBoundedWhenAllScanAllPorts() {
        for (int source = 1; source <= 5000; source++) {
            for (int port = 0; port < 200; port++) {
                detection.onConnection(source, events.connected(PEER, port, T + source));
            }
        }

        assertThat(detection.size()).isEqualTo(1000);
        assertThat(detection.evicted()).isGreaterThan(4000);
        assertThat(alerts(T + 5000).size()).isEqualTo(1000);
    }

    @Test
    void forgetsASourceAfterFiveMinutes() {
        detection.onConnection(POD, events.connected(PEER, 1, T));

        detection.expire(T + 300 * SECOND);
        assertThat(detection.size()).isEqualTo(1);
        detection.expire(T + 300 * SECOND + 1);
        assertThat(detection.size()).isZero();
    }

    @Test
    void timesInAnyOrderGiveNoErrorAndNoScanOfTheirOwn() {
        long[] times = {T, Long.MAX_VALUE, 0, T + SECOND, -5, Long.MIN_VALUE, T + 2 * SECOND, T - 400 * SECOND};
        for (int i = 0; i < 19 * times.length; i++) {
            detection.onConnection(POD, events.connected(PEER, i % 19, times[i % times.length]));
        }

        assertThat(alerts(T + 3 * SECOND)).isEmpty();
    }
}
