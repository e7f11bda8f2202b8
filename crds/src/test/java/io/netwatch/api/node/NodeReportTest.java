package io.netwatch.api.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeReportTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void comesBackFromJsonAsItWas() throws Exception {
        NodeReport report = new NodeReport(
                "0.1.0",
                new NodeReport.Attach(
                        "procfs",
                        "/proc",
                        List.of(new NodeReport.Refused("tp_btf", "NoBTF", "This kernel has no BTF."))),
                1L << 40,
                2.5,
                Map.of("ring_full", 3L),
                "2026-01-01T00:00:00Z",
                List.of(new PolicyReport(
                        "u-1",
                        3,
                        2,
                        100,
                        1.5,
                        4,
                        "sampled",
                        new PolicyReport.Upload("CloudQuota", "3 of 3 hosts", "2026-01-01T00:00:00Z", 5, 1, 2),
                        List.of(new PolicyReport.Unmet("OverBudget", "Raise spec.budget.cpu.")))));

        assertThat(JSON.readValue(JSON.writeValueAsString(report), NodeReport.class))
                .isEqualTo(report);
    }

    @Test
    void takesWhatAnotherVersionAddsAndLeavesOut() throws Exception {
        NodeReport report =
                JSON.readValue("{\"eventsSeen\":7,\"mood\":\"good\",\"attach\":{\"x\":1}}", NodeReport.class);

        assertThat(report.eventsSeen()).isEqualTo(7);
        assertThat(report.lost()).isEmpty();
        assertThat(report.policies()).isEmpty();
        assertThat(report.attach().refused()).isEmpty();
    }
}
