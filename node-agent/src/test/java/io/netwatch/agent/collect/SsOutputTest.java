package io.netwatch.agent.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;

import io.netwatch.api.snapshot.ConnectionDetail;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SsOutputTest {
    private static final String HEADING = "Netid State Recv-Q Send-Q Local Address:Port Peer Address:PortProcess\n";

    private static ConnectionDetail of(String protocol, String local, String remote, String state, Double rtt) {
        boolean isHeld = !state.equals("TIME_WAIT") && !state.equals("FIN_WAIT_2");
        return new ConnectionDetail(
                protocol,
                local,
                remote,
                state,
                isHeld ? 13752 : null,
                isHeld ? "my \"web" : null,
                rtt,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** As ss of iproute2 6.1 printed them, of a process whose name has a quote and a bracket in it; two hold each socket. */
    @ParameterizedTest
    @ValueSource(strings = {"ss.txt", "ss-one-line.txt"})
    void readsWhatSsPrinted(String capture) {
        ImportedConnections imported = SsOutput.parse(Resource.read(capture));

        assertThat(imported.malformed()).isZero();
        assertThat(imported.connections())
                .containsExactly(
                        of("UDP", "127.0.0.1:59904", "127.0.0.1:5353", "ESTABLISHED", null),
                        of("UDP", "[::1]:56502", "[::1]:5354", "ESTABLISHED", null),
                        of("TCP", "10.9.0.1:57706", "10.9.0.1:7000", "ESTABLISHED", 46.0),
                        of("TCP", "127.0.0.1:49518", "127.0.0.1:8080", "ESTABLISHED", 52.0),
                        of("TCP", "10.9.0.1:60124", "10.9.0.2:443", "SYN_SENT", null),
                        of("TCP", "127.0.0.1:8080", "127.0.0.1:49518", "ESTABLISHED", 33.0),
                        of("TCP", "127.0.0.1:8081", "127.0.0.1:39464", "CLOSE_WAIT", 18.0),
                        of("TCP", "127.0.0.1:35682", "127.0.0.1:8082", "TIME_WAIT", null),
                        of("TCP", "127.0.0.1:39464", "127.0.0.1:8081", "FIN_WAIT_2", null),
                        of("TCP", "10.9.0.1:7000", "10.9.0.1:57706", "ESTABLISHED", 49.0),
                        of("TCP", "[fe80::9%eth0]:9000", "[fe80::9]:42842", "ESTABLISHED", 16.0),
                        of("TCP", "[::1]:35228", "[::1]:8443", "ESTABLISHED", 26.0),
                        of("TCP", "[fe80::9%eth0]:42842", "[fe80::9]:9000", "ESTABLISHED", 23.0),
                        of("TCP", "[::1]:8443", "[::1]:35228", "ESTABLISHED", 18.0));
    }

    @Test
    void leavesOutWhatListensOrHasNoPeer() {
        ImportedConnections imported = SsOutput.parse(HEADING
                + "tcp LISTEN 0 128 *:7000 *:* users:((\"x\",pid=1,fd=3))\n\t cubic rtt:9/9\n"
                + "udp UNCONN 0 0 0.0.0.0%eth0:68 0.0.0.0:*\n"
                + "tcp UNCONN 0 0 10.0.0.1:5 [::]:*\n");

        assertThat(imported.connections()).isEmpty();
        assertThat(imported.malformed()).isZero();
    }

    @Test
    void givesNoRoundTripToTheWrongConnection() {
        ImportedConnections imported = SsOutput.parse(HEADING
                + "tcp ESTAB 0 0 10.0.0.1:1 10.0.0.2:2\n"
                + "tcp LISTEN 0 0 *:7 *:*\n\t rtt:5.5/1\n"
                + "tcp ESTAB 0 0 10.0.0.1:3 10.0.0.2:4 users:((\"rtt:8/8 \",pid=5,fd=6))\n\t ato:40 rtt:x\n");

        assertThat(imported.connections())
                .extracting(ConnectionDetail::kernelRttUs)
                .containsOnlyNulls();
        assertThat(imported.connections())
                .extracting(ConnectionDetail::processName)
                .containsExactly(null, "rtt:8/8 ");
    }

    @ParameterizedTest
    @CsvSource({
        "ESTAB, ESTABLISHED",
        "SYN-SENT, SYN_SENT",
        "SYN-RECV, SYN_RECV",
        "FIN-WAIT-1, FIN_WAIT_1",
        "FIN-WAIT-2, FIN_WAIT_2",
        "TIME-WAIT, TIME_WAIT",
        "UNCONN, UNCONN",
        "CLOSE-WAIT, CLOSE_WAIT",
        "LAST-ACK, LAST_ACK",
        "CLOSING, CLOSING"
    })
    void spellsStatesAsTheWireDoes(String printed, String state) {
        assertThat(SsOutput.parse("tcp " + printed + " 0 0 10.0.0.1:1 10.0.0.2:2")
                        .connections())
                .extracting(ConnectionDetail::state)
                .containsExactly(state);
    }

    @Test
    void countsWhatIsNoSocket() {
        ImportedConnections imported = SsOutput.parse(HEADING
                + "tcp ESTAB 0 0 10.0.0.1:1\n"
                + "tcp NOSTATE 0 0 10.0.0.1:1 10.0.0.2:2\n"
                + "tcp ESTAB 0 0 10.0.0.1:70000 10.0.0.2:2\n"
                + "tcp ESTAB 0 0 host:1 10.0.0.2:2\n"
                + "icmp ESTAB 0 0 10.0.0.1:1 10.0.0.2:2\n"
                + "x".repeat(1 << 20) + "\n"
                + "tcp ESTAB 0 0 10.0.0.1:1 10.0.0.2:2 users:((\"cut");

        assertThat(imported.malformed()).isEqualTo(6);
        assertThat(imported.connections()).hasSize(1);
        assertThat(imported.connections().get(0).pid()).isNull();
    }

    @Test
    void takesAnyText() {
        for (String capture : List.of("ss.txt", "ss-one-line.txt")) {
            qt().withExamples(300)
                    .forAll(Resource.damaged(Resource.read(capture)))
                    .checkAssert(text -> {
                        ImportedConnections imported = SsOutput.parse(text);
                        assertThat(imported.malformed() + imported.connections().size())
                                .isLessThanOrEqualTo(text.lines().count());
                        assertThat(imported.connections()).allSatisfy(connection -> {
                            assertThat(connection.protocol()).isIn("TCP", "UDP");
                            assertThat(connection.remoteAddr()).matches(".+:[1-9]\\d{0,4}");
                            assertThat(connection.state()).isNotEmpty();
                        });
                    });
        }
    }
}
