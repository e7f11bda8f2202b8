package io.netwatch.operator.run;

import io.netwatch.operator.reconcile.OperatorRuntime;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;

/** What the probes are told. */
@Singleton
final class Health {
    private volatile OperatorRuntime operator;

    void follow(OperatorRuntime runtime) {
        operator = runtime;
    }

    @Produces
    @Singleton
    @Liveness
    HealthCheck alive() {
        return () -> answer("the thread that looks after the agents is there", operator == null || operator.isAlive());
    }

    /** A replica that does not lead is ready, too: it knows all that it would need. */
    @Produces
    @Singleton
    @Readiness
    HealthCheck ready() {
        return () -> {
            OperatorRuntime running = operator;
            String missing = running == null ? "everything" : String.join(", ", running.unknown());
            return HealthCheckResponse.named("all that is watched is known")
                    .status(running != null && running.isKnown())
                    .withData("unknown", missing)
                    .build();
        };
    }

    private static HealthCheckResponse answer(String name, boolean up) {
        return HealthCheckResponse.named(name).status(up).build();
    }
}
