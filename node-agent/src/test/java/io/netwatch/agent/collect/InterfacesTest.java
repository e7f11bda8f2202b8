package io.netwatch.agent.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.strings;

import io.netwatch.api.snapshot.InterfaceMetric;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterfacesTest {
    private static final String HEADING = """
            Inter-|   Receive                                                |  Transmit
             face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
            """;
    private static final long SECOND = 1_000_000_000L;

    @TempDir
    Path folder;

    private Interfaces interfaces;
    private long nanos = 5 * SECOND;

    @BeforeEach
    void open() throws IOException {
        interfaces = new Interfaces(folder, folder.resolve("class"), () -> nanos);
        state("eth0", "up", "0x1003");
    }

    private void state(String name, String operstate, String flags) throws IOException {
        Path link = Files.createDirectories(folder.resolve("class").resolve(name));
        Files.writeString(link.resolve("operstate"), operstate + "\n");
        Files.writeString(link.resolve("flags"), flags + "\n");
    }

    private static String row(String name, long rx, long tx) {
        return "  " + name + ": " + rx + " 10 1 2 0 0 0 0 " + tx + " 20 3 4 0 0 0 0\n";
    }

    private List<InterfaceMetric> read(String... rows) {
        try {
            String text = HEADING + String.join("", rows);
            Files.write(folder.resolve("dev"), text.getBytes(StandardCharsets.UTF_8));
            return interfaces.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void hasNoRateAndNoHistoryAtFirst() {
        assertThat(read(row("eth0", 1000, 2000)))
                .containsExactly(
                        new InterfaceMetric("eth0", true, 1000, 2000, 0, 0, 10, 20, 1, 3, 2, 4, 0.0, 0.0, null, null));
    }

    @Test
    void tellsWhatCameSinceTheReadBefore() {
        read(row("eth0", 1000, 2000));
        nanos += 2 * SECOND;

        InterfaceMetric metric = read(row("eth0", 1301, 2000)).get(0);

        assertThat(metric.rxBytesDelta()).isEqualTo(301);
        assertThat(metric.txBytesDelta()).isZero();
        assertThat(metric.rxRate()).isEqualTo(150.5);
        assertThat(metric.txRate()).isZero();
        assertThat(metric.rxHistory()).containsExactly(151L);
        assertThat(metric.txHistory()).containsExactly(0L);
    }

    @Test
    void keepsSixtyRates() {
        InterfaceMetric metric = null;
        for (int i = 0; i <= 70; i++) {
            metric = read(row("eth0", (long) i * i, 0)).get(0);
            nanos += SECOND;
        }

        assertThat(metric.rxHistory()).hasSize(60).startsWith(21L).endsWith(139L);
    }

    @Test
    void tellsNoDifferenceWhenCountersFall() {
        read(row("eth0", 4_294_967_000L, 2000));
        nanos += SECOND;

        InterfaceMetric metric = read(row("eth0", 100, 5000)).get(0);

        assertThat(metric.rxBytesDelta()).isZero();
        assertThat(metric.txBytesDelta()).isZero();
        assertThat(metric.txRate()).isZero();
        assertThat(metric.rxHistory()).containsExactly(0L);
    }

    @Test
    void beginsAnewWhenAnInterfaceWasGone() {
        read(row("eth0", 1000, 0));
        nanos += SECOND;
        read();
        nanos += SECOND;

        InterfaceMetric metric = read(row("eth0", 9000, 0)).get(0);

        assertThat(metric.rxBytesDelta()).isZero();
        assertThat(metric.rxHistory()).isNull();
    }

    @Test
    void tellsNoRateWhenNoTimeHasPassed() {
        read(row("eth0", 1000, 0));

        assertThat(read(row("eth0", 2000, 0)).get(0).rxRate()).isZero();
    }

    @Test
    void leavesLoopbackOut() {
        assertThat(read(row("lo", 1, 1), row("eth0", 1, 1)))
                .extracting(InterfaceMetric::name)
                .containsExactly("eth0");
        assertThat(interfaces.malformed()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "up, 0x1003, true",
        "down, 0x1003, false",
        "dormant, 0x1003, false",
        "lowerlayerdown, 0x1003, false",
        "unknown, 0x1003, true",
        "unknown, 0x1002, false",
        "unknown, junk, false"
    })
    void isUpWhenTheKernelSaysSo(String operstate, String flags, boolean isUp) throws IOException {
        state("eth0", operstate, flags);

        assertThat(read(row("eth0", 1, 1)).get(0).isUp()).isEqualTo(isUp);
    }

    @Test
    void isUpWhenItEverCarriedAPacketAndNobodySays() {
        List<InterfaceMetric> metrics = read(row("tun0", 1, 1), "tun1: 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n");

        assertThat(metrics).extracting(InterfaceMetric::isUp).containsExactly(true, false);
    }

    @Test
    void countsWhatIsNoRowAndGoesOn() {
        List<InterfaceMetric> metrics = read(
                "junk\n",
                "a/b: 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n",
                "..: 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n",
                "eth9: 1 2 3\n",
                "eth8: -1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n",
                row("eth0", 1, 1),
                row("eth0", 2, 2),
                "eth1: 99999999999999999999 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n");

        assertThat(metrics).extracting(InterfaceMetric::name).containsExactly("eth0");
        assertThat(interfaces.malformed()).isEqualTo(7);
    }

    @Test
    void failsWhenThereIsNothingToRead() {
        assertThatThrownBy(() -> interfaces.read()).isInstanceOf(IOException.class);
    }

    @Test
    void takesAnyText() {
        qt().forAll(strings().allPossible().ofLengthBetween(0, 200)).checkAssert(text -> {
            read(text.replace("\r", "").replace("\n", ""), "\n", row("eth0", 1, 1));
            assertThat(interfaces.malformed()).isNotNegative();
        });
    }
}
