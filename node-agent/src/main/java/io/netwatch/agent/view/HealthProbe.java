package io.netwatch.agent.view;

import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** One fact about the agent, named, that is true while all is well. */
public final class HealthProbe implements HealthCheck {
    private final String fact;
    private final BooleanSupplier holds;

    public HealthProbe(String fact, BooleanSupplier holds) {
        this.fact = fact;
        this.holds = holds;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named(fact).status(holds.getAsBoolean()).build();
    }
}
