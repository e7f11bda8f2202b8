package io.netwatch.operator.reconcile;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.micrometer.core.instrument.Timer;
import io.netwatch.operator.config.AgentSettings;
import io.netwatch.operator.config.OperatorConfig;
import io.netwatch.operator.config.OperatorPlace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.TimeUnit;

/** An operator in a process of its own, so that its heap is its own: answers each line of input with its figures. */
final class ScaleOperator {
    private ScaleOperator() {}

    /**
     * How an operator does.
     *
     * @param passes over all policies, since the start
     * @param passedMs time that they took together
     * @param heapBytes in use, garbage included
     */
    record Figures(long passes, double passedMs, long heapBytes) {
        static Figures parse(String line) {
            String[] parts = line.split(" ", -1);
            return new Figures(Long.parseLong(parts[1]), Double.parseDouble(parts[2]), Long.parseLong(parts[3]));
        }

        String line() {
            return MARK + " " + passes + " " + passedMs + " " + heapBytes;
        }
    }

    /** Begins a line with figures; others are the log's. */
    static final String MARK = "figures";

    /** A question that is answered after a full collection. */
    static final String COLLECT = "collect";

    /**
     * Runs until its input ends.
     *
     * @param args URL of the API server, the operator's namespace, name of the installation
     */
    public static void main(String... args) throws IOException {
        Config server = new ConfigBuilder(Config.empty())
                .withMasterUrl(args[0])
                .withNamespace(args[1])
                .build();
        OperatorConfig config = new OperatorConfig(args[2], AgentSettings.ofImage(ClusterUnderTest.IMAGE), null);
        OperatorPlace place = new OperatorPlace(args[1], "operator-0", null, true);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        RunningOperator operator = new RunningOperator(server, config, place, Clock.systemUTC()).start();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals(COLLECT)) {
                System.gc();
            }
            System.out.println(figures(operator).line());
        }
        Runtime.getRuntime().halt(0); // whoever asked is gone
    }

    private static Figures figures(RunningOperator operator) {
        Timer timer = operator.meters().get("netwatch.operator.fleet.pass").timer();
        return new Figures(
                timer.count(),
                timer.totalTime(TimeUnit.MILLISECONDS),
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
}
