package io.netwatch.agent.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.lists;

import io.netwatch.agent.event.TcpState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quicktheories.core.Gen;

class TcpTableReaderTest {
    private static final String ROW = FakeProc.row("10.0.0.1:1000", "10.0.0.2:443", TcpState.ESTABLISHED, 7);

    @TempDir
    Path folder;

    private final TcpTableReader reader = new TcpTableReader();
    private final List<TcpRow> rows = new ArrayList<>();

    private void read(byte[] content) {
        try {
            Path file = folder.resolve("tcp");
            Files.write(file, content);
            reader.read(file, rows::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(String content) {
        read(content.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void skipsTheHeading() {
        read(FakeProc.HEADING + ROW);

        assertThat(rows).hasSize(1);
        assertThat(reader.malformed()).isZero();
    }

    @Test
    void readsNothingFromAnEmptyFile() {
        read("");

        assertThat(rows).isEmpty();
        assertThat(reader.malformed()).isZero();
    }

    @Test
    void countsWhatIsNoRowAndGoesOn() {
        read(FakeProc.HEADING + "junk\n\n" + ROW + "🙂\n" + ROW.stripTrailing());

        assertThat(rows).hasSize(2);
        assertThat(reader.malformed()).isEqualTo(3);
    }

    @Test
    void countsALineLongerThanItsBufferOnce() {
        read(FakeProc.HEADING + "9".repeat(200_000) + "\n" + ROW + "9".repeat(65_536));

        assertThat(rows).hasSize(1);
        assertThat(reader.malformed()).isEqualTo(2);
    }

    @Test
    void readsAHundredThousandRows() throws IOException {
        Path file = folder.resolve("tcp");
        try (Writer out = Files.newBufferedWriter(file)) {
            out.write(FakeProc.HEADING);
            for (int i = 0; i < 100_000; i++) {
                out.write(ROW.replace(" 7 ", " " + (i + 1) + " "));
            }
        }
        long[] sum = new long[2];

        reader.read(file, row -> {
            sum[0]++;
            sum[1] += row.inode();
        });

        assertThat(sum[0]).isEqualTo(100_000);
        assertThat(sum[1]).isEqualTo(100_000L * 100_001 / 2);
        assertThat(reader.malformed()).isZero();
    }

    @Test
    void makesARowOrACountOfEveryLineWhateverTheBytes() {
        Gen<List<String>> lines = lists().of(anyLine()).ofSizeBetween(0, 8);
        qt().withExamples(500).forAll(lines).checkAssert(some -> {
            rows.clear();
            long before = reader.malformed();

            read((FakeProc.HEADING + String.join("\n", some) + "\n").getBytes(StandardCharsets.ISO_8859_1));

            assertThat(rows.size() + reader.malformed() - before).isEqualTo(Math.max(1, some.size()));
        });
    }

    /** A kernel's line with some bytes overwritten by any others, or any bytes at all; without a newline. */
    private static Gen<String> anyLine() {
        Gen<String> damaged = lists().of(integers().between(0, 255 * 256))
                .ofSizeBetween(0, 3)
                .map(damages -> {
                    StringBuilder line = new StringBuilder(ROW.stripTrailing());
                    damages.forEach(damage -> line.setCharAt(damage / 256 % line.length(), (char) (damage % 256)));
                    return line.toString();
                });
        Gen<String> any = lists().of(integers().between(0, 255))
                .ofSizeBetween(0, 100)
                .map(bytes -> {
                    StringBuilder line = new StringBuilder();
                    bytes.forEach(b -> line.append((char) (int) b));
                    return line.toString();
                });
        return damaged.mix(any).map(line -> line.replace('\n', ' '));
    }
}
