package io.netwatch.agent.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;

import io.netwatch.api.snapshot.ConnectionDetail;
import io.netwatch.api.snapshot.ProcessBandwidth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NettopOutputTest {
    private static ConnectionDetail of(
            String local, String remote, String state, int pid, String process, Double rtt, long rx, long tx) {
        return new ConnectionDetail(
                "TCP", local, remote, state, pid, process, rtt, null, null, null, null, null, rx, tx, null, null);
    }

    private static ProcessBandwidth process(String name, int pid, long rx, long tx, int connections) {
        return new ProcessBandwidth(name, pid, rx, tx, 0, 0, connections);
    }

    /** In the columns of macOS, with addresses for documentation. */
    @Test
    void readsWhatNettopPrints() {
        ImportedConnections imported = NettopOutput.parse(Resource.read("nettop.txt"));

        assertThat(imported.malformed()).isZero();
        assertThat(imported.connections())
                .containsExactly(
                        of("127.0.0.1:65448", "127.0.0.1:55679", "ESTABLISHED", 0, "kernel_task", 1220.0, 4836, 3844),
                        of(
                                "192.0.2.213:53077",
                                "198.51.100.38:5223",
                                "ESTABLISHED",
                                354,
                                "apsd",
                                154_160.0,
                                8208255,
                                5803656),
                        of(
                                "[2001:db8::5]:50000",
                                "[2001:db8:41:880::13]:443",
                                "ESTABLISHED",
                                1323,
                                "Google Chrome H",
                                12_500.0,
                                39020000,
                                830000),
                        of(
                                "192.0.2.213:53080",
                                "203.0.113.10:443",
                                "CLOSE_WAIT",
                                1323,
                                "Google Chrome H",
                                20_060.0,
                                6157,
                                2339),
                        of("192.0.2.213:53081", "203.0.113.11:443", "SYN_SENT", 1323, "Google Chrome H", null, 0, 0),
                        of(
                                "[fe80::1%utun4]:1024",
                                "[fe80::2%utun4]:1025", "TIME_WAIT", 751, "com.apple.Drive", 12_340.0, 12, 34));
        assertThat(imported.processes())
                .containsExactly(
                        process("kernel_task", 0, 4836, 3844, 1),
                        process("launchd", 1, 0, 0, 0),
                        process("apsd", 354, 8208255, 5803656, 1),
                        process("ControlCenter", 589, 0, 0, 0),
                        process("Google Chrome H", 1323, 39026157, 832339, 3),
                        process("com.apple.Drive", 751, 12, 34, 1),
                        process("2.1.203", 49417, 999, 1000, 0));
    }

    @Test
    void readsASocketWithoutTimeInterfaceOrNumbers() {
        ImportedConnections imported = NettopOutput.parse("tcp4 10.0.0.1:1<->10.0.0.2:2 Established\n");

        assertThat(imported.malformed()).isZero();
        assertThat(imported.connections()).singleElement().satisfies(connection -> {
            assertThat(connection.rxBytes()).isNull();
            assertThat(connection.kernelRttUs()).isNull();
            assertThat(connection.pid()).isNull();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "junk",
                "apsd.x 1 2",
                "apsd.354 1",
                "apsd.99999999999 1 2",
                "tcp4",
                "tcp4 10.0.0.1:1",
                "tcp4 host.local:1<->10.0.0.2:2 en0 Established 1 2",
                "tcp4 10.0.0.1:1<->10.0.0.2:2 en0 NoState 1 2",
                "tcp6 fe80::1%en0:1<->fe80::2.2 en0 Established 1 2"
            })
    void countsWhatIsNeitherProcessNorSocket(String row) {
        ImportedConnections imported = NettopOutput.parse("09:31:19.605231 " + row + "\n");

        assertThat(imported.malformed()).isEqualTo(1);
        assertThat(imported.connections()).isEmpty();
        assertThat(imported.processes()).isEmpty();
    }

    @Test
    void givesNoSocketToTheProcessBeforeABrokenOne() {
        ImportedConnections imported =
                NettopOutput.parse("a.1 1 2\nbroken\ntcp4 10.0.0.1:1<->10.0.0.2:2 en0 Established 1 2\n");

        assertThat(imported.connections()).extracting(ConnectionDetail::pid).containsOnlyNulls();
        assertThat(imported.processes()).containsExactly(process("a", 1, 1, 2, 0));
    }

    @Test
    void isQuickWithHugeLines() {
        String digits = "1.1 ".repeat(500_000);

        assertThat(NettopOutput.parse(digits + "\n" + "9".repeat(4000) + ".1\n").malformed())
                .isEqualTo(2);
    }

    @Test
    void takesAnyText() {
        qt().withExamples(500)
                .forAll(Resource.damaged(Resource.read("nettop.txt")))
                .checkAssert(text -> {
                    ImportedConnections imported = NettopOutput.parse(text);
                    assertThat(imported.malformed()).isBetween(0L, text.lines().count());
                    assertThat(imported.connections())
                            .allSatisfy(connection ->
                                    assertThat(connection.remoteAddr()).matches(".+:[1-9]\\d{0,4}"));
                    assertThat(imported.processes())
                            .allSatisfy(process -> assertThat(process.rxBytes()).isNotNegative());
                });
    }
}
