package io.netwatch.agent.view;

import static io.netwatch.agent.view.SampleConnection.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.config.AttachMode;
import io.netwatch.agent.track.Connection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TablePrinterTest {
    private final List<Connection> known = new ArrayList<>();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @Test
    void redrawsInPlaceOnATerminal() {
        known.add(new SampleConnection().build());

        boolean read = printer(Optional.of(new Terminal.Size(100, 10)), written).refresh();

        assertThat(read).isTrue();
        assertThat(text()).startsWith("\033[HNetWatch (tracepoint)").endsWith("\033[K\n\033[J");
        assertThat(text()).contains("curl(1234)").doesNotContain("\n\n");
    }

    @Test
    void appendsOnlyWhatChangedWhenItIsNoTerminal() {
        TablePrinter printer = printer(Optional.empty(), written);
        known.add(new SampleConnection().build());
        printer.refresh();
        known.add(new SampleConnection().id(2).owner(9, "later").changed(NOON).build());

        printer.refresh();

        assertThat(text().lines()).hasSize(4);
        assertThat(text().lines().skip(2))
                .satisfiesExactly(
                        first -> assertThat(first).contains("curl(1234)"),
                        second -> assertThat(second).contains("later(9)"));
        assertThat(text()).doesNotContain("\033");
    }

    @Test
    void saysWhenNobodyReadsAnyMore() {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };

        assertThat(printer(Optional.empty(), closed).refresh()).isFalse();
    }

    private TablePrinter printer(Optional<Terminal.Size> size, OutputStream out) {
        Completeness completeness = new Completeness(AttachMode.TRACEPOINT, List.of(), Map.of(), Map.of(), 1, 0, 0);
        return new TablePrinter(
                known::forEach,
                () -> completeness,
                connection -> true,
                Clock.fixed(NOON, ZoneOffset.UTC),
                () -> size,
                new PrintStream(out, false, StandardCharsets.UTF_8));
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }
}
