package io.netwatch.operator.identity;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** What the feed counts. Thread-safe. */
final class IdentityMeters {
    private static final String PREFIX = "netwatch.operator.identity.";

    private final AtomicInteger readers;
    private final Counter snapshots;
    private final Counter resumed;
    private final Counter lines;
    private final Counter resets;

    IdentityMeters(MeterRegistry registry, IdentityLog log) {
        readers = registry.gauge(PREFIX + "readers", new AtomicInteger());
        registry.gauge(PREFIX + "objects", log, IdentityLog::objects);
        snapshots = Counter.builder(PREFIX + "snapshots")
                .description("Answers that began with all there is")
                .register(registry);
        resumed = Counter.builder(PREFIX + "resumed")
                .description("Answers that went on where an earlier one had ended")
                .register(registry);
        lines = Counter.builder(PREFIX + "lines")
                .description("Lines for readers, each counted for each reader")
                .register(registry);
        resets = Counter.builder(PREFIX + "resets")
                .description("Readers that were cut off, as they did not take what was sent")
                .register(registry);
    }

    void began(boolean withSnapshot) {
        (withSnapshot ? snapshots : resumed).increment();
    }

    void reading(int now) {
        readers.set(now);
    }

    void told(double number) {
        lines.increment(number);
    }

    void reset() {
        resets.increment();
    }
}
