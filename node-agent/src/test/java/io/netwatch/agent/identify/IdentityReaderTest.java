package io.netwatch.agent.identify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.netwatch.api.identity.IdentityLine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityReaderTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String BEGIN = "{\"begin\":{\"stream\":\"s1\",\"snapshot\":true}}\n";
    private static final String CURRENT = "{\"current\":{\"revision\":7,\"at\":1700000000000}}\n";

    private final List<IdentityLine> applied = new ArrayList<>();
    private final List<Integer> batches = new ArrayList<>();
    private final IdentityReader reader = new IdentityReader(applied::add, task -> {
        int before = applied.size();
        task.run();
        batches.add(applied.size() - before);
    });

    private void read(String text) throws IOException {
        reader.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String line(IdentityLine line) throws JsonProcessingException {
        return JSON.writeValueAsString(line) + "\n";
    }

    @Test
    void readsWhatTheOperatorWrites() throws IOException {
        try (Cluster cluster = new Cluster()) {
            List<IdentityLine> lines = List.of(
                    IdentityLine.of(new IdentityLine.Begin("s1", true)),
                    Cluster.node("node-b", "10.244.2.0/24", "192.168.0.2"),
                    cluster.pod("cart", "10.244.2.7", "fd00::7"),
                    Cluster.service("catalog", "10.96.0.10", Cluster.port("http", 80, 30080)),
                    Cluster.endpoints("catalog", "http", 8080, new IdentityLine.Address("10.244.2.7", true)),
                    cluster.podGone("cart"),
                    IdentityLine.of(new IdentityLine.Current(7, 1)));
            StringBuilder text = new StringBuilder();
            for (IdentityLine each : lines) {
                text.append(line(each));
            }

            read(text.toString());

            assertThat(emptyAsNull(applied)).isEqualTo(emptyAsNull(lines));
        }
    }

    /** What is empty is not written. */
    private static String emptyAsNull(List<IdentityLine> lines) {
        return lines.toString().replace("[]", "null").replace("{}", "null");
    }

    @Test
    void remembersWhereToGoOnFrom() throws IOException {
        assertThat(reader.stream()).isNull();
        read(BEGIN + CURRENT + "{\"gone\":{\"kind\":\"node\",\"name\":\"n\",\"at\":1}}\n");

        assertThat(reader.stream()).isEqualTo("s1");
        assertThat(reader.revision()).isEqualTo(7);

        read(BEGIN.replace("s1", "s2"));
        assertThat(reader.stream()).isEqualTo("s1");
    }

    @Test
    void appliesAtMostFiveHundredLinesAtATime() throws IOException {
        read(BEGIN + "{\"node\":{\"name\":\"n\"}}\n".repeat(1200) + CURRENT + CURRENT);

        assertThat(batches).containsExactly(500, 500, 202, 1, 0);
    }

    @Test
    @SuppressWarnings("try") // the operator ends its side before the test does
    void appliesWhatIsCurrentWhileTheStreamGoesOn() throws Exception {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (PipedOutputStream operator = new PipedOutputStream();
                PipedInputStream in = new PipedInputStream(operator)) {
            Future<?> reading = threads.submit(() -> {
                reader.read(in);
                return null;
            });
            operator.write((BEGIN + CURRENT).getBytes(StandardCharsets.UTF_8));
            operator.flush();

            Awaitility.await().until(() -> reader.revision() == 7);
            operator.close();
            reading.get();
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void skipsFieldsThatItDoesNotKnow() throws IOException {
        read(BEGIN + "{\"moon\":{\"phase\":[1,{}]}}\n{\"node\":{\"name\":\"n\",\"taints\":[{}]},\"x\":1}\n" + CURRENT);

        assertThat(applied).hasSize(4);
        assertThat(applied.get(2).node().name()).isEqualTo("n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"pod\":{\"uid\":\"u\"}}",
                "{\"pod\":{\"uid\":\"u\",\"namespace\":\"n\",\"name\":\"p\",\"ips\":[null]}}",
                "{\"gone\":{\"kind\":\"pod\",\"name\":\"p\",\"at\":1}}",
                "{\"endpoints\":{\"namespace\":\"n\",\"name\":\"e\"}}",
                "{\"endpoints\":{\"namespace\":\"n\",\"name\":\"e\",\"service\":\"s\",\"addresses\":[{}]}}"
            })
    void refusesALineThatLacksAField(String line) {
        assertThatThrownBy(() -> read(BEGIN + line + "\n" + CURRENT))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("value 2 of the identity stream lacks a field");
        assertThat(reader.stream()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"pod\":[]}", "<html>", "null", "{\"pod\":{\"uid\":", "{\"current\":{\"revision\":\"x\"}}"})
    void refusesALineThatIsNone(String line) {
        assertThatThrownBy(() -> read(BEGIN + line))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("value 2 of the identity stream can't be read");
    }

    @Test
    void failsWhenLinesCannotBeApplied() {
        IdentityReader failing = new IdentityReader(
                line -> {
                    throw new IllegalStateException("no");
                },
                Runnable::run);

        assertThatThrownBy(() -> failing.read(new ByteArrayInputStream(BEGIN.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("could not be applied");
        assertThat(failing.stream()).isNull();
    }
}
