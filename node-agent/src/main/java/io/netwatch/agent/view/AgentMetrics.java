package io.netwatch.agent.view;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.netwatch.agent.event.EventKind;
import java.util.Locale;

/** The agent's counts as metrics; read when a scrape asks for them. */
public final class AgentMetrics implements MeterBinder {
    private final Counters counters;

    public AgentMetrics(Counters counters) {
        this.counters = counters;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (EventKind kind : EventKind.values()) {
            FunctionCounter.builder("netwatch.events", counters, c -> c.now().seenOf(kind))
                    .description("Records from the kernel")
                    .tag("kind", kind.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        for (Loss reason : Loss.values()) {
            FunctionCounter.builder(
                            "netwatch.events.lost", counters, c -> c.now().lostTo(reason))
                    .description("What happened and is not seen in full")
                    .tag("reason", reason.label())
                    .register(registry);
        }
        FunctionCounter.builder(
                        "netwatch.connects.failed", counters, c -> c.now().failed())
                .description("Connects that ended without a connection")
                .register(registry);
        FunctionCounter.builder(
                        "netwatch.connections.evicted", counters, c -> c.now().evicted())
                .description("Ended connections that made room for new ones before their time")
                .register(registry);
        Gauge.builder("netwatch.connections.open", counters, c -> c.now().open())
                .description("Connections that are open")
                .register(registry);
        Gauge.builder("netwatch.attach.info", () -> 1)
                .description("How the agent learns of connections")
                .tag("mode", counters.now().mode().label())
                .register(registry);
    }
}
