package io.netwatch.api.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotJsonTest {
    private static final HostInfo HOST =
            new HostInfo("6a1f0d7e-6f0b-4d8e-9a52-0b1f3c5d7e90", "node-1", null, null, null, null, null, null);
    private static final AgentHealth HEALTH = new AgentHealth(true, 0, 0);

    @Test
    void composesARequestFromSnapshotsAsTheyAre() throws UnreadableJsonException {
        byte[] first = "{\"timestamp\":\"2026-01-01T00:00:00Z\",\"interfaces\":[],\"of_a_later_version\":1}"
                .getBytes(StandardCharsets.UTF_8);
        byte[] second = SnapshotJson.write(empty("2026-01-01T00:00:15Z"));

        byte[] body = SnapshotJson.request("0.1.0", HOST, List.of(first, second), HEALTH);

        assertThat(text(body)).contains(text(first) + "," + text(second));
        assertThat(SnapshotJson.readRequest(body))
                .isEqualTo(new IngestRequest(
                        1,
                        "0.1.0",
                        HOST,
                        List.of(empty("2026-01-01T00:00:00Z"), empty("2026-01-01T00:00:15Z")),
                        HEALTH));
    }

    @Test
    void refusesARequestThatTheServerWouldRefuseForItsCount() {
        byte[] one = SnapshotJson.write(empty("2026-01-01T00:00:00Z"));

        assertThatThrownBy(() -> SnapshotJson.request("0.1.0", HOST, List.of(), HEALTH))
                .hasMessage("a request takes 1 to 100 snapshots, not 0");
        assertThatThrownBy(() -> SnapshotJson.request("0.1.0", HOST, Collections.nCopies(101, one), HEALTH))
                .hasMessage("a request takes 1 to 100 snapshots, not 101");
    }

    @Test
    void readsWhatTheServerAnswers() throws UnreadableJsonException {
        String answer = """
                {"accepted": 1, "rejected": 1, "host_id": "6a1f0d7e-6f0b-4d8e-9a52-0b1f3c5d7e90", "request_id": 7,
                 "results": [{"index": 0, "status": 200, "message": "OK"}, {"index": 1, "status": 500, "message": null}]}""";

        assertThat(SnapshotJson.readResponse(answer.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new IngestResponse(
                        1,
                        1,
                        HOST.hostId(),
                        List.of(new IngestResponse.Result(0, 200, "OK"), new IngestResponse.Result(1, 500, null))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|No content to map due to end-of-input",
                "null|null instead of an object",
                "[]|from Array value",
                "\"ok\"|no String-argument constructor",
                "{}|Missing required creator property 'accepted'",
                "{\"error\": \"bad gateway\"}|Missing required creator property 'accepted'",
                "{\"accepted\": null, \"rejected\": 0}|/accepted: Cannot map `null` into type `long`",
                "{\"accepted\": \"1\", \"rejected\": 0}|/accepted: Cannot coerce String value",
                "{\"accepted\": 1.5, \"rejected\": 0}|/accepted: ",
                "{\"accepted\": 1, \"rejected\": 0, \"results\": {}}|/results: ",
                "{\"accepted\": 1, \"rejected\": 0, \"results\": [{\"index\": 0}]}|/results/0/status: Missing required creator property",
                "{\"accepted\": 1, \"rejected\": 0} {}|Trailing token",
                "{\"accepted\": 1, \"reje|not JSON: ",
                "<html>502</html>|not JSON: Unexpected character ('<'"
            })
    void refusesWhatIsNoAnswerInOneSentence(String body, String sentence) {
        assertThatThrownBy(() -> SnapshotJson.readResponse(body.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(UnreadableJsonException.class)
                .hasMessageContaining(sentence)
                .message()
                .hasLineCount(1)
                .hasSizeLessThan(300)
                .doesNotContain("DeserializationFeature", "DeserializationConfig");
    }

    @Test
    void refusesBytesThatAreNoText() {
        byte[] noText = {0, 0, -2, -1, (byte) 0xC3, 0x28, 0, 1, 2};

        assertThatThrownBy(() -> SnapshotJson.readResponse(noText)).isInstanceOf(UnreadableJsonException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD83D", "a\uD83Db", "\uDE00", "\uDE00\uD83D", "\uD83D\uD83D\uDE00"})
    void writesHalfASurrogatePairAsAReplacement(String name) throws UnreadableJsonException {
        var read = SnapshotJson.read(SnapshotJson.write(withProcess(name, 0.0)));

        assertThat(read.processes().get(0).processName())
                .isEqualTo(WholeStrings.whole(name))
                .contains("\uFFFD");
    }

    @Test
    void writesAWholeSurrogatePairInFourBytes() {
        assertThat(text(SnapshotJson.write(withProcess("\uD83D\uDE00", 0.0))))
                .contains("\"process_name\":\"\uD83D\uDE00\"");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void aNumberThatIsNotFiniteIsNullOrZero(double number) {
        var system =
                new SystemMetric(number, -1L, null, null, number, number, number, null, null, List.of(1.5, number));

        assertThat(system)
                .isEqualTo(new SystemMetric(null, null, null, null, null, null, null, null, null, List.of(1.5, 0.0)));
        assertThat(text(SnapshotJson.write(withProcess("a", number)))).contains("\"rx_rate\":0.0");
    }

    private static Snapshot withProcess(String name, double rate) {
        return new Snapshot(
                "2026-01-01T00:00:00Z",
                List.of(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(new ProcessBandwidth(name, 1, 0, 0, rate, 0, 0)),
                null,
                null,
                null,
                null);
    }

    private static Snapshot empty(String timestamp) {
        return new Snapshot(
                timestamp, List.of(), null, null, null, null, null, null, null, null, null, null, null, null);
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
