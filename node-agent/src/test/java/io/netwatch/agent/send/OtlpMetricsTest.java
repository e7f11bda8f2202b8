package io.netwatch.agent.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** To whom metrics are told, by whom, and what becomes of those that are not taken. */
class OtlpMetricsTest extends OtlpFixture {
    private static final Duration SHORT = Duration.ofMillis(500);

    @Test
    void saysWhoTells() {
        metrics.accept(HOST, snapshot(0).build());

        assertThat(collector.resource())
                .containsOnly(
                        Map.entry("service.name", "netwatch-agent"),
                        Map.entry("service.version", "0.1.0"),
                        Map.entry("host.id", "7f1c9a52-0d4e-4c55-9d0e-2f0a1b6c3d4e"),
                        Map.entry("host.name", "worker-1"),
                        Map.entry("host.cpu.model.name", "Xeon"),
                        Map.entry("k8s.node.name", "worker-1"),
                        Map.entry("os.type", "linux"),
                        Map.entry("os.description", "Debian GNU/Linux 12, Linux 6.1.0-18"));
    }

    @ParameterizedTest
    @CsvSource({
        "http://collector:4318, http://collector:4318/v1/metrics",
        "http://collector:4318/, http://collector:4318/v1/metrics",
        "https://otlp.example.com/tenant, https://otlp.example.com/tenant/v1/metrics",
        "https://otlp.example.com/v1/metrics, https://otlp.example.com/v1/metrics"
    })
    void sendsToWhereMetricsGo(URI endpoint, String url) {
        assertThat(OtlpMetrics.url(endpoint)).isEqualTo(url);
    }

    @Test
    void aCollectorThatRefusesIsCountedAndToldWhenItTakesAgain() {
        collector.answer(503);
        metrics.accept(HOST, snapshot(0).host().build());
        metrics.accept(HOST, snapshot(15).host().build());
        assertThat(metrics.dropped()).isEqualTo(2);
        assertThat(collector.requests()).isEqualTo(2); // none is tried again

        collector.answer(200);
        metrics.accept(HOST, snapshot(30).host().build());

        assertThat(metrics.dropped()).isEqualTo(2);
        assertCounter("netwatch.snapshots.dropped", "{snapshot}");
        assertThat(collector.points("netwatch.snapshots.dropped"))
                .isEqualTo(Map.of(Map.of("error.type", "export_failed"), 2L));
    }

    @Test
    void aCollectorThatIsNotThereIsCounted() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        try (OtlpMetrics nowhere = metrics(URI.create("http://127.0.0.1:" + port), PATIENCE)) {
            nowhere.accept(HOST, snapshot(0).host().build());

            assertThat(nowhere.dropped()).isEqualTo(1);
        }
    }

    @Test
    void aCollectorThatNeverAnswersHoldsNobodyUpBeyondTheDeadline() {
        collector.fallSilent();

        try (OtlpMetrics hasty = metrics(collector.endpoint(), SHORT)) {
            for (int i = 1; i <= 3; i++) {
                long began = System.nanoTime();
                hasty.accept(HOST, snapshot(15 * i).host().build());
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(PATIENCE.dividedBy(4));
            }

            assertThat(hasty.dropped()).isEqualTo(3);
        }
    }
}
