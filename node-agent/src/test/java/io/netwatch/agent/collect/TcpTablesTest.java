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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TcpTablesTest {
    private static final String HEADING =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

    private static final String SOCKSTAT =
            "sockets: used 9\nTCP: inuse 5 orphan 0 tw 3 alloc 6 mem 1\nUDP: inuse 0 mem 0\n";

    @TempDir
    Path proc;

    private TcpTables tables;

    @BeforeEach
    void open() {
        tables = new TcpTables(proc);
    }

    private static String row(String state) {
        return "   0: 0100007F:1F90 0100007F:C16E " + state
                + " 00000000:00000000 00:00000000 00000000     0        0 1 1 0000000000000000 20 4 30 10 -1\n";
    }

    private Path process(int pid, String tcp) {
        try {
            Path net = Files.createDirectories(proc.resolve(pid + "/net"));
            Files.writeString(net.resolve("tcp"), tcp, StandardCharsets.ISO_8859_1);
            return Files.writeString(net.resolve("sockstat"), SOCKSTAT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void countsIpv4AndIpv6OfEveryNamespace() throws IOException {
        process(1, HEADING + row("01") + row("01") + row("06") + row("0A"));
        Files.writeString(proc.resolve("1/net/tcp6"), HEADING + row("01") + row("08"));
        process(2, HEADING + row("08"));
        Files.createDirectories(proc.resolve("sys"));

        tables.readSockets();

        assertThat(tables.established()).isEqualTo(3);
        assertThat(tables.closeWait()).isEqualTo(2);
    }

    @Test
    void addsUpTimeWaitOfEveryNamespace() throws IOException {
        process(1, HEADING);
        process(2, HEADING);

        assertThat(tables.readTimeWait()).isEqualTo(6);
        assertThat(tables.readTimeWait()).as("from nothing each time").isEqualTo(6);
    }

    @Test
    void countsASockstatThatDoesNotTell() throws IOException {
        process(1, HEADING);
        Files.writeString(process(2, HEADING), "TCP: inuse 5\n");

        assertThat(tables.readTimeWait()).isEqualTo(3);
        assertThat(tables.malformed()).isEqualTo(1);
    }

    @Test
    void readsATableOnceThoughManyProcessesShowIt() throws IOException {
        Path file = process(1, HEADING + row("01"));
        Files.delete(process(2, HEADING + row("01")));
        Files.createLink(proc.resolve("2/net/sockstat"), file);

        tables.readSockets();

        assertThat(tables.established()).isEqualTo(1);
        assertThat(tables.readTimeWait()).isEqualTo(3);
    }

    @Test
    void takesTheNextProcessOfANamespaceWhenOneHasEnded() throws IOException {
        Path file = process(1, HEADING + row("01"));
        Files.createDirectories(proc.resolve("2/net"));
        Files.createLink(proc.resolve("2/net/sockstat"), file); // and no table

        tables.readSockets();

        assertThat(tables.established()).isEqualTo(1);
    }

    @Test
    void countsProcessesWhoseTableCanNotBeRead() throws IOException {
        process(1, HEADING + row("01"));
        Files.createDirectories(proc.resolve("2"));

        tables.readSockets();

        assertThat(tables.established()).isEqualTo(1);
        assertThat(tables.unread()).isEqualTo(1);
    }

    @Test
    void countsRowsWithoutAState() throws IOException {
        process(
                1,
                HEADING + row("01") + row("00") + row("0F") + row("XX") + row("001") + "\n" + "junk\n" + "cut: 1 2 0");

        tables.readSockets();

        assertThat(tables.established()).isEqualTo(1);
        assertThat(tables.malformed()).isEqualTo(7);
    }

    @Test
    void startsFromNothingInEachRead() throws IOException {
        process(1, HEADING + row("01").repeat(3));
        tables.readSockets();
        process(1, HEADING + row("01"));

        tables.readSockets();

        assertThat(tables.established()).isEqualTo(1);
    }

    @Test
    void countsAHundredThousandRows() throws IOException {
        process(1, HEADING + row("01").repeat(60_000) + row("08").repeat(40_000));

        tables.readSockets();

        assertThat(tables.established()).isEqualTo(60_000);
        assertThat(tables.closeWait()).isEqualTo(40_000);
    }

    @Test
    void failsWithoutProc() {
        TcpTables none = new TcpTables(proc.resolve("none"));

        assertThatThrownBy(none::readSockets).isInstanceOf(IOException.class);
        assertThatThrownBy(none::readTimeWait).isInstanceOf(IOException.class);
    }

    @Test
    void takesAnyBytes() {
        qt().withExamples(200)
                .forAll(lists().of(integers().between(0, 255)).ofSizeBetween(0, 300))
                .checkAssert(bytes -> {
                    StringBuilder text = new StringBuilder(HEADING);
                    bytes.forEach(b -> text.append((char) (int) b));
                    process(1, text + "\n" + row("01"));
                    try {
                        tables.readSockets();
                        assertThat(tables.established()).isPositive();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }
}
