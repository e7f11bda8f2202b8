package io.netwatch.agent.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.api.snapshot.HostInfo;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A collector, read with OpenTelemetry's own definitions of what it gets, and a node's metrics on their way to it. */
abstract class OtlpFixture {
    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final HostInfo HOST = new HostInfo(
            "7f1c9a52-0d4e-4c55-9d0e-2f0a1b6c3d4e",
            "worker-1",
            "Debian GNU/Linux 12",
            "6.1.0-18",
            3600L,
            "Xeon",
            2,
            4096L);

    OtlpReceiver collector;
    OtlpMetrics metrics;

    @BeforeEach
    void open() throws IOException {
        collector = new OtlpReceiver();
        metrics = metrics(collector.endpoint(), PATIENCE);
    }

    @AfterEach
    void close() {
        collector.close();
        metrics.close();
    }

    static OtlpMetrics metrics(URI endpoint, Duration deadline) {
        return new OtlpMetrics(endpoint, "worker-1", "0.1.0", deadline, Clock.fixed(NOON, ZoneOffset.UTC));
    }

    void assertCounter(String name, String unit) {
        var metric = collector.metric(name);
        assertThat(metric.getUnit()).isEqualTo(unit);
        assertThat(metric.getSum().getIsMonotonic()).isTrue();
        assertThat(metric.getSum().getAggregationTemporality())
                .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
    }

    static Instant start(NumberDataPoint point) {
        return Instant.EPOCH.plusNanos(point.getStartTimeUnixNano());
    }

    static OtlpSnapshot snapshot(int seconds) {
        return new OtlpSnapshot(NOON.plusSeconds(seconds));
    }
}
