package io.netwatch.agent.view;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/** The agent's limits as metrics. */
public final class StrainMetrics implements MeterBinder {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Strain strain;

    public StrainMetrics(Strain strain) {
        this.strain = strain;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("netwatch.reader.pause.max", strain, s -> s.longestPauseNanos() / NANOS_PER_SECOND)
                .description("The longest that events were left unread within the last minute")
                .baseUnit("seconds")
                .register(registry);
        counter(registry, "netwatch.names.forgotten", "Names forgotten before their time", Strain::namesForgotten);
        counter(
                registry,
                "netwatch.backends.unasked",
                "Addresses of Services of which nobody could be asked what is behind them",
                Strain::backendsNotAsked);
        counter(registry, "netwatch.dns.unread", "Packets of DNS that told nothing", Strain::dnsUnread);
    }

    private void counter(MeterRegistry registry, String name, String description, ToDoubleFunction<Strain> count) {
        FunctionCounter.builder(name, strain, count).description(description).register(registry);
    }
}
