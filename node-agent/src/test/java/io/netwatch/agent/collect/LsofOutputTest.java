package io.netwatch.agent.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;

import io.netwatch.api.snapshot.ConnectionDetail;
import org.junit.jupiter.api.Test;

class LsofOutputTest {
    private static ConnectionDetail of(
            String protocol, String local, String remote, String state, Integer pid, String process) {
        return new ConnectionDetail(
                protocol, local, remote, state, pid, process, null, null, null, null, null, null, null, null, null,
                null);
    }

    private static ConnectionDetail captured(String protocol, String local, String remote, String state) {
        return of(protocol, local, remote, state, 13709, "my \"web");
    }

    /** As lsof 4.95 printed them, which leaves out {@code f}; two processes hold each socket. */
    @Test
    void readsWhatLsofPrinted() {
        ImportedConnections imported = LsofOutput.parse(Resource.read("lsof.txt"));

        assertThat(imported.malformed()).isZero();
        assertThat(imported.connections())
                .containsExactly(
                        captured("TCP", "127.0.0.1:49518", "127.0.0.1:8080", "ESTABLISHED"),
                        captured("TCP", "127.0.0.1:8080", "127.0.0.1:49518", "ESTABLISHED"),
                        captured("TCP", "[::1]:35228", "[::1]:8443", "ESTABLISHED"),
                        captured("TCP", "[::1]:8443", "[::1]:35228", "ESTABLISHED"),
                        captured("TCP", "[fe80::9]:42842", "[fe80::9]:9000", "ESTABLISHED"),
                        captured("TCP", "[fe80::9]:9000", "[fe80::9]:42842", "ESTABLISHED"),
                        captured("TCP", "10.9.0.1:57706", "10.9.0.1:7000", "ESTABLISHED"),
                        captured("TCP", "10.9.0.1:7000", "10.9.0.1:57706", "ESTABLISHED"),
                        captured("TCP", "127.0.0.1:8081", "127.0.0.1:39464", "CLOSE_WAIT"),
                        captured("TCP", "10.9.0.1:60124", "10.9.0.2:443", "SYN_SENT"),
                        captured("UDP", "127.0.0.1:59904", "127.0.0.1:5353", "ESTABLISHED"),
                        captured("UDP", "[::1]:56502", "[::1]:5354", "ESTABLISHED"));
    }

    @Test
    void readsTheOrderAndTheNamesOfMacOs() {
        ImportedConnections imported = LsofOutput.parse("""
                p100
                ccurl
                f3
                tIPv4
                PTCP
                n10.0.0.1:54321->93.184.216.34:443
                TST=FIN_WAIT_1
                f4
                tIPv6
                PTCP
                TST=SYN_RECEIVED
                n[fe80::1%en0]:22->[fe80::2]:44444
                p200
                cdnsmasq
                f5
                PUDP
                n*:53
                """);

        assertThat(imported.malformed()).isZero();
        assertThat(imported.connections())
                .containsExactly(
                        of("TCP", "10.0.0.1:54321", "93.184.216.34:443", "FIN_WAIT_1", 100, "curl"),
                        of("TCP", "[fe80::1%en0]:22", "[fe80::2]:44444", "SYN_RECV", 100, "curl"));
    }

    @Test
    void givesNobodysSocketToNobody() {
        ImportedConnections imported =
                LsofOutput.parse("pjunk\ncx\nf1\nPTCP\nn10.0.0.1:1->10.0.0.2:2\nTST=ESTABLISHED\n");

        assertThat(imported.malformed()).isEqualTo(1);
        assertThat(imported.connections()).extracting(ConnectionDetail::pid).containsOnlyNulls();
    }

    @Test
    void countsWhatIsNoField() {
        ImportedConnections imported = LsofOutput.parse(
                "p1\ncx\nZ\n🙂\nf1\nPICMP\nTST=NOPE\nnhost:1->10.0.0.2:2\nf2\nPTCP\nn10.0.0.1:1->10.0.0.2\n" + "n"
                        + "9".repeat(1 << 20));

        assertThat(imported.malformed()).isEqualTo(7);
        assertThat(imported.connections()).isEmpty();
    }

    @Test
    void takesAnyText() {
        qt().withExamples(500)
                .forAll(Resource.damaged(Resource.read("lsof.txt")))
                .checkAssert(text -> {
                    ImportedConnections imported = LsofOutput.parse(text);
                    assertThat(imported.malformed()).isBetween(0L, text.lines().count());
                    assertThat(imported.connections()).allSatisfy(connection -> {
                        assertThat(connection.protocol()).isIn("TCP", "UDP");
                        assertThat(connection.remoteAddr()).matches(".+:[1-9]\\d{0,4}");
                        assertThat(connection.state()).isNotEmpty();
                    });
                });
    }
}
