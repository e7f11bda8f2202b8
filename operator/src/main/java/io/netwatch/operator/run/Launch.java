package io.netwatch.operator.run;

import io.netwatch.operator.config.OperatorConfig;
import io.netwatch.operator.config.OperatorPlace;

/**
 * What the process was started with. Set once, by {@link OperatorMain}.
 *
 * @param metricsPort for metrics with TLS and a checked caller, on all addresses; 0 for none
 * @param healthPort on loopback, for health and metrics; 0 takes any free one
 * @param identityPort for agents, with TLS and their certificate, on all addresses; 0 for none
 */
record Launch(OperatorConfig config, OperatorPlace place, int healthPort, int metricsPort, int identityPort) {
    private static volatile Launch current;

    static void set(Launch launch) {
        current = launch;
    }

    static Launch current() {
        if (current == null) {
            throw new IllegalStateException("not started through OperatorMain");
        }
        return current;
    }
}
