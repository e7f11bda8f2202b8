package io.netwatch.agent.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.config.AgentConfig;
import io.netwatch.agent.testbed.Namespace;
import io.netwatch.agent.testbed.RequiresKernelEvents;
import io.netwatch.agent.testbed.Traffic;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

@RequiresKernelEvents
class EventLoopTest {
    private static final int ROUNDS = 5;
    private static final long CLOSING_MILLIS = 100;

    @Test
    void closesAndDetachesInTimeWhileAFloodFillsTheRing() throws Exception {
        long[] millis = new long[ROUNDS];
        try (Namespace namespace = Namespace.create();
                Traffic flood = Traffic.start(namespace)) {
            for (int i = 0; i < ROUNDS; i++) {
                Pipeline pipeline = Pipeline.open(AgentConfig.DEFAULT);
                pipeline.start();
                flood.begin("pairs 127.0.0.1 5000");
                Thread.sleep(100); // so that the flood is under way
                long began = System.nanoTime();
                pipeline.close();
                millis[i] = (System.nanoTime() - began) / 1_000_000;
                assertThat(pipeline.isReading()).isFalse();
                flood.answer();
            }
        }
        Arrays.sort(millis);
        // the middle one: the machine may stand still for a moment, the agent may not
        assertThat(millis[ROUNDS / 2])
                .as("milliseconds: %s", Arrays.toString(millis))
                .isLessThanOrEqualTo(CLOSING_MILLIS);
    }
}
