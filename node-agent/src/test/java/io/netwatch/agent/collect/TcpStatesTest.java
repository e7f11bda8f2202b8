package io.netwatch.agent.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TcpStatesTest {
    private static final String HEADING =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

    @TempDir
    Path proc;

    private static String row(String state) {
        return "   0: 0100007F:1F90 0100007F:C16E " + state
                + " 00000000:00000000 00:00000000 00000000     0        0 1 1 0000000000000000 20 4 30 10 -1\n";
    }

    private Path process(int pid, String tcp) {
        try {
            Path net = Files.createDirectories(proc.resolve(pid + "/net"));
            return Files.writeString(net.resolve("tcp"), tcp, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void countsIpv4AndIpv6OfEveryNamespace() throws IOException {
        process(1, HEADING + row("01") + row("01") + row("06") + row("0A"));
        Files.writeString(proc.resolve("1/net/tcp6"), HEADING + row("01") + row("08"));
        process(2, HEADING + row("06"));
        Files.createDirectories(proc.resolve("sys"));

        assertThat(new TcpStates(proc).read()).isEqualTo(new TcpStates.Counts(3, 2, 1));
    }

    @Test
    void readsATableOnceThoughManyProcessesShowIt() throws IOException {
        Path table = process(1, HEADING + row("01"));
        Files.createDirectories(proc.resolve("2/net"));
        Files.createLink(proc.resolve("2/net/tcp"), table);

        assertThat(new TcpStates(proc).read().established()).isEqualTo(1);
    }

    @Test
    void countsProcessesWhoseTableCanNotBeRead() throws IOException {
        process(1, HEADING + row("01"));
        Files.createDirectories(proc.resolve("2"));
        TcpStates states = new TcpStates(proc);

        assertThat(states.read().established()).isEqualTo(1);
        assertThat(states.unread()).isEqualTo(1);
    }

    @Test
    void countsRowsWithoutAState() throws IOException {
        process(
                1,
                HEADING + row("01") + row("00") + row("0F") + row("XX") + row("001") + "\n" + "junk\n" + "cut: 1 2 0");
        TcpStates states = new TcpStates(proc);

        assertThat(states.read().established()).isEqualTo(1);
        assertThat(states.malformed()).isEqualTo(7);
    }

    @Test
    void startsFromNothingInEachRead() throws IOException {
        process(1, HEADING + row("01").repeat(3));
        TcpStates states = new TcpStates(proc);
        states.read();
        process(1, HEADING + row("01"));

        assertThat(states.read().established()).isEqualTo(1);
    }

    @Test
    void countsAHundredThousandRows() throws IOException {
        process(1, HEADING + row("01").repeat(60_000) + row("06").repeat(40_000));

        assertThat(new TcpStates(proc).read()).isEqualTo(new TcpStates.Counts(60_000, 40_000, 0));
    }

    @Test
    void failsWithoutProc() {
        assertThatThrownBy(() -> new TcpStates(proc.resolve("none")).read()).isInstanceOf(IOException.class);
    }

    @Test
    void takesAnyBytes() {
        TcpStates states = new TcpStates(proc);
        qt().withExamples(200)
                .forAll(lists().of(integers().between(0, 255)).ofSizeBetween(0, 300))
                .checkAssert(bytes -> {
                    StringBuilder text = new StringBuilder(HEADING);
                    bytes.forEach(b -> text.append((char) (int) b));
                    process(1, text + "\n" + row("01"));
                    try {
                        assertThat(states.read().established()).isPositive();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }
}
