package io.netwatch.agent.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.config.AttachMode;
import io.netwatch.agent.event.EventKind;
import io.netwatch.agent.event.TcpState;
import io.netwatch.agent.identify.Trouble;
import io.netwatch.agent.libbpf.Errno;
import io.netwatch.agent.track.ConnectionChange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionJsonTest {
    private static final String NOBODY = "{\"kind\":\"unknown\",\"attribution\":\"unknown\",\"stale\":false,"
            + "\"namespace\":null,\"name\":null,\"workload\":null,\"container\":null,\"node\":null,\"service\":null}";

    @Test
    void namesBothEnds() {
        String json = ConnectionJson.of(new ConnectionChange(
                EventKind.CONNECT_FAILED,
                new SampleConnection()
                        .failed(Errno.ECONNREFUSED)
                        .localParty(SampleParty.pod("shop", "cart-7d9-x2", "cart"))
                        .peerParty(SampleParty.service("shop", "payments", "http"))
                        .trouble(Trouble.NO_READY_ENDPOINTS)
                        .build()));

        assertThat(json)
                .contains("\"localParty\":{\"kind\":\"pod\",\"attribution\":\"cgroup\",\"stale\":false,"
                        + "\"namespace\":\"shop\",\"name\":\"cart-7d9-x2\","
                        + "\"workload\":{\"kind\":\"Deployment\",\"name\":\"cart\"},"
                        + "\"container\":\"main\",\"node\":\"node-1\",\"service\":null}")
                .contains("\"peerParty\":{\"kind\":\"service\",\"attribution\":\"ip\",\"stale\":false,"
                        + "\"namespace\":\"shop\",\"name\":\"payments\",\"workload\":null,\"container\":null,"
                        + "\"node\":null,"
                        + "\"service\":{\"namespace\":\"shop\",\"name\":\"payments\",\"port\":\"http\"}}")
                .contains("\"trouble\":\"no_ready_endpoints\"");
    }

    @Test
    void writesEveryKeyOfAnOpenConnection() {
        String json = ConnectionJson.of(new ConnectionChange(
                EventKind.CONNECT_V4, new SampleConnection().id(-1).build()));

        assertThat(json)
                .isEqualTo("{\"event\":\"connect\",\"id\":\"18446744073709551615\",\"direction\":\"outbound\","
                        + "\"state\":\"ESTABLISHED\","
                        + "\"local\":{\"address\":\"10.0.0.1\",\"port\":40000},"
                        + "\"peer\":{\"address\":\"10.0.0.2\",\"port\":443},"
                        + "\"localParty\":" + NOBODY + ",\"peerParty\":" + NOBODY + ",\"peerName\":null,"
                        + "\"process\":{\"pid\":1234,\"tid\":1235,\"uid\":1000,\"comm\":\"curl\"},"
                        + "\"cgroup\":{\"id\":4711,\"path\":\"/user.slice\"},\"netns\":4026531840,"
                        + "\"opened\":\"2026-03-01T11:59:55Z\",\"changed\":\"2026-03-01T11:59:56Z\","
                        + "\"durationMillis\":null,\"connectLatencyMicros\":900,\"error\":null,\"failed\":false,\"trouble\":null,"
                        + "\"rxBytes\":2048,\"txBytes\":517,\"rttMicros\":1250,\"retransmits\":0,"
                        + "\"preexisting\":false,\"polled\":false,\"swept\":false}");
    }

    @Test
    void saysWhyAConnectFailedAndHowLongItTook() {
        String json = ConnectionJson.of(new ConnectionChange(
                EventKind.CONNECT_FAILED,
                new SampleConnection().failed(Errno.ECONNREFUSED).build()));

        assertThat(json)
                .startsWith("{\"event\":\"connect_failed\",")
                .contains("\"durationMillis\":1000,\"connectLatencyMicros\":null")
                .contains("\"error\":\"ECONNREFUSED\",\"failed\":true")
                .contains("\"rttMicros\":null");
    }

    @Test
    void writesNullForWhatIsNotKnown() {
        String json = ConnectionJson.of(new ConnectionChange(
                EventKind.CLOSE,
                new SampleConnection()
                        .owner(0, "")
                        .opened(null)
                        .state(TcpState.CLOSE)
                        .build()));

        assertThat(json)
                .contains("\"process\":null,\"cgroup\":null")
                .contains("\"opened\":null")
                .contains("\"durationMillis\":null,\"connectLatencyMicros\":null");
    }

    @ParameterizedTest
    @CsvSource({"CONNECT_V4,connect", "CONNECT_V6,connect", "ACCEPT,accept", "CLOSE,close", "OPEN,open"})
    void namesEventsWithoutTheAddressFamily(EventKind kind, String name) {
        assertThat(ConnectionJson.eventName(kind)).isEqualTo(name);
    }

    @Test
    void letsNothingOfAProgramsNameReachTheTerminal() {
        String json = ConnectionJson.of(new ConnectionChange(
                EventKind.ACCEPT,
                new SampleConnection().owner(7, "\033[2J\u009b\"\\").build()));

        assertThat(json).contains("\"comm\":\"\\u001B[2J\\u009B\\\"\\\\\"");
        assertThat(json.chars()).allMatch(c -> c >= ' ' && c <= '~');
    }

    @Test
    void putsCompletenessAheadOfTheItems() throws IOException {
        Completeness completeness = new Completeness(
                AttachMode.KPROBE,
                List.of("tp_btf: no BTF"),
                Map.of(EventKind.ACCEPT, 3L),
                Map.of(Loss.THROTTLED, 2L),
                1,
                4,
                6);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        ConnectionJson.write(completeness, new NewestConnections(List.of(new SampleConnection().build()), 9), out);

        assertThat(out.toString(StandardCharsets.UTF_8))
                .startsWith(
                        "{\"completeness\":{\"mode\":\"kprobe\",\"notTaken\":[\"tp_btf: no BTF\"],"
                                + "\"open\":1,\"failed\":4,\"evicted\":6,\"seen\":{\"connect_v4\":0,\"connect_v6\":0,\"accept\":3,")
                .contains("\"lost\":{\"ring_full\":0,\"throttled\":2,")
                .contains("},\"matching\":9,\"items\":[{\"id\":\"1\",\"direction\"")
                .endsWith("}]}");
    }

    @Test
    void saysHowManyChangesWereLost() {
        assertThat(ConnectionJson.ofLost(12)).isEqualTo("{\"event\":\"lost\",\"count\":12}");
    }
}
