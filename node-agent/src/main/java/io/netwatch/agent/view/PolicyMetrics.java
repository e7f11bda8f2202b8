package io.netwatch.agent.view;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.netwatch.agent.view.Policies.Figures;
import java.util.function.ToDoubleFunction;

/** Counts of policies as metrics; there are none outside of a cluster. */
public final class PolicyMetrics implements MeterBinder {
    private final Policies policies;

    public PolicyMetrics(Policies policies) {
        this.policies = policies;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        if (policies.figures().isEmpty()) {
            return;
        }
        gauge(registry, "netwatch.policies", "Policies that are known", Figures::policies);
        gauge(registry, "netwatch.pods", "Pods of this node", Figures::pods);
        gauge(registry, "netwatch.verdicts", "Cgroups with a verdict in the kernel", Figures::verdicts);
        gauge(registry, "netwatch.verdicts.capacity", "Cgroups that may have a verdict", Figures::capacity);
        counter(registry, "netwatch.verdicts.refused", "Verdicts that the kernel did not take", Figures::refused);
        counter(
                registry,
                "netwatch.connections.ignored",
                "Connections that nobody wants, left out in the kernel",
                Figures::ignored);
        counter(registry, "netwatch.events.sampled", "Events left to the totals by sampling", Figures::sampled);
        counter(registry, "netwatch.events.limited", "Events left to the totals by limits", Figures::limited);
    }

    private void gauge(MeterRegistry registry, String name, String description, ToDoubleFunction<Figures> figure) {
        Gauge.builder(name, policies, p -> figure.applyAsDouble(p.figures().orElseThrow()))
                .description(description)
                .register(registry);
    }

    private void counter(MeterRegistry registry, String name, String description, ToDoubleFunction<Figures> figure) {
        FunctionCounter.builder(
                        name, policies, p -> figure.applyAsDouble(p.figures().orElseThrow()))
                .description(description)
                .register(registry);
    }
}
