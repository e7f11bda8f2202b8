package io.netwatch.agent.run;

import io.netwatch.agent.detect.AlertNames;
import io.netwatch.agent.detect.Detection;
import io.netwatch.agent.event.BootClock;
import io.netwatch.agent.event.Endpoint;
import io.netwatch.agent.snapshot.Gathering;
import io.netwatch.api.policy.Collector;
import io.netwatch.api.policy.SnapshotSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** A snapshot a minute of all that is kept, whose numbers go to a collector of OpenTelemetry. */
final class OtlpOrder {
    private static final String ID = "otlp";
    /** OTEL_METRIC_EXPORT_INTERVAL's default. */
    private static final String INTERVAL = "1m";

    private static final int CONNECTIONS = 10_000;
    private static final List<Collector> COLLECTORS = List.of(Collector.Interfaces, Collector.System, Collector.Disks);
    private static final AlertNames NOBODY = new AlertNames() {
        @Override
        public String source(long source) {
            return Long.toString(source);
        }

        @Override
        public String address(long high, long low) {
            return new Endpoint(high, low, 0).address();
        }
    };

    private OtlpOrder() {}

    static Order of(URI collector, BootClock clock) {
        return new Order(
                Order.Kind.OTLP,
                new PolicyWork(ID, null, new Gathering(Detection.NOTHING, clock, NOBODY, false, false)),
                null,
                collector,
                null,
                null,
                null,
                Duration.ZERO,
                new SnapshotSettings(INTERVAL, COLLECTORS, CONNECTIONS));
    }
}
