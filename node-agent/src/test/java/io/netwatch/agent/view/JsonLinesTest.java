package io.netwatch.agent.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.event.EventKind;
import io.netwatch.agent.track.ConnectionChange;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonLinesTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final ChangeQueue queue = new ChangeQueue(2);
    private final JsonLines lines = new JsonLines(queue, new PrintStream(written, false, StandardCharsets.UTF_8));

    @Test
    void writesOneLineAnEvent() throws InterruptedException {
        happen(EventKind.CONNECT_V6);
        happen(EventKind.CLOSE);

        assertThat(lines.writeNext(0)).isTrue();

        assertThat(text().lines())
                .satisfiesExactly(
                        first -> assertThat(first)
                                .startsWith("{\"event\":\"connect\"")
                                .endsWith("}"),
                        second -> assertThat(second)
                                .startsWith("{\"event\":\"close\"")
                                .endsWith("}"));
    }

    @Test
    void writesNothingWhileNothingHappens() throws InterruptedException {
        assertThat(lines.writeNext(1)).isTrue();

        assertThat(text()).isEmpty();
    }

    @Test
    void saysHowManyLinesWereLost() throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            happen(EventKind.ACCEPT);
        }

        lines.writeNext(0);

        assertThat(text().lines()).hasSize(3).first().isEqualTo("{\"event\":\"lost\",\"count\":3}");
    }

    private void happen(EventKind kind) {
        queue.accept(new ConnectionChange(kind, new SampleConnection().build()));
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }
}
