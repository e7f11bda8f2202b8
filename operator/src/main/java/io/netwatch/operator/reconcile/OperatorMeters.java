package io.netwatch.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.netwatch.api.node.NodeReport;
import io.netwatch.operator.plan.AgentFacts;
import java.util.Locale;
import java.util.Map;

/** The operator's own metrics. */
final class OperatorMeters implements Metrics {
    private static final String PREFIX = "netwatch.operator.";

    private final MeterRegistry registry;
    private final Timer passes;

    OperatorMeters(MeterRegistry registry) {
        this.registry = registry;
        passes = Timer.builder(PREFIX + "fleet.pass")
                .description("Passes over all policies that did all that they should")
                .register(registry);
    }

    /** Shows what is known of agents and policies. */
    void show(KnownCluster facts, Fleet fleet) {
        for (AgentFacts.State state : AgentFacts.State.values()) {
            registry.gauge(
                    PREFIX + "agents",
                    Tags.of("state", state.name().toLowerCase(Locale.ROOT)),
                    facts,
                    known -> known.agents().values().stream()
                            .filter(agent -> agent.state() == state)
                            .count());
        }
        registry.gauge(
                PREFIX + "events.per.second",
                facts,
                known -> known.reports().stream()
                        .mapToDouble(NodeReport::eventsPerSecond)
                        .sum());
        registry.gauge(PREFIX + "policies", fleet, Fleet::policies);
        registry.gauge(PREFIX + "policies.active", fleet, Fleet::activePolicies);
    }

    /** Runs a pass and measures it. */
    void measure(Runnable pass) {
        Timer.Sample sample = Timer.start(registry);
        try {
            pass.run();
        } catch (RuntimeException e) {
            registry.counter(PREFIX + "fleet.pass.failures").increment();
            throw e;
        }
        sample.stop(passes);
    }

    @Override
    public void reconciliationSucceeded(HasMetadata resource, Map<String, Object> metadata) {
        count(resource, "success");
    }

    @Override
    public void reconciliationFailed(
            HasMetadata resource, RetryInfo retry, Exception failure, Map<String, Object> metadata) {
        count(resource, "failure");
    }

    private void count(HasMetadata resource, String result) {
        registry.counter(PREFIX + "reconciliations", "kind", resource.getKind(), "result", result)
                .increment();
    }
}
