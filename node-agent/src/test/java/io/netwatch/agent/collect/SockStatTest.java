package io.netwatch.agent.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.strings;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SockStatTest {
    /** Of a 6.18 kernel. */
    private static final String TEXT = """
            sockets: used 14
            TCP: inuse 1 orphan 2 tw 37 alloc 20003 mem 259
            UDP: inuse 0 mem 0
            UDPLITE: inuse 0
            RAW: inuse 0
            FRAG: inuse 0 memory 0
            """;

    @Test
    void findsTimeWaitAmongTheOthers() {
        assertThat(SockStat.timeWait(TEXT)).isEqualTo(37);
    }

    @Test
    void understandsThisMachine() throws IOException {
        assertThat(SockStat.timeWait(ProcText.read(Path.of("/proc/self/net/sockstat"))))
                .isNotNegative();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "TCP:",
                "TCP: inuse 1",
                "TCP: tw",
                "TCP: tw x",
                "TCP: tw -1",
                "TCP: 5 tw",
                "UDP: inuse 1 tw 7",
                "TCP6: tw 7",
                "TCP: inuse tw 7 tw",
                "TCP: tw 99999999999999999999"
            })
    void doesNotKnowWhatTheTextDoesNotSay(String text) {
        assertThat(SockStat.timeWait(text)).isEqualTo(-1);
    }

    @Test
    void takesAnyText() {
        qt().withExamples(500)
                .forAll(strings().allPossible().ofLengthBetween(0, 60))
                .checkAssert(text -> assertThat(SockStat.timeWait("TCP: " + text + "\n" + text))
                        .isGreaterThanOrEqualTo(-1));
    }
}
