package io.netwatch.agent.run;

import io.netwatch.agent.view.AccessToken;
import java.time.Instant;
import java.util.Optional;

/**
 * What the process was started with, made before the HTTP side and CDI boot, so that whatever is wrong is said in one
 * sentence and connections are seen from the start. Set once, by {@link AgentMain}.
 */
record Launch(
        Pipeline pipeline,
        Output output,
        AccessToken token,
        Optional<OperatorEndpoint> operator,
        LastWords lastWords,
        Instant startedAt) {
    private static volatile Launch current;

    static void set(Launch launch) {
        current = launch;
    }

    static Launch current() {
        if (current == null) {
            throw new IllegalStateException("not started through AgentMain");
        }
        return current;
    }
}
