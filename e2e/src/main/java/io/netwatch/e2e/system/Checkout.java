package io.netwatch.e2e.system;

import io.netwatch.e2e.testbed.Image;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A built checkout of this repository, from which programs are run that come as images in a cluster.
 *
 * @param root the repository's folder
 */
public record Checkout(Path root) {
    private static final String PROBE = "/app/probe";
    private static final int OPERATOR_HEALTH_PORT = 8081;
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    public Checkout {
        root = root.toAbsolutePath().normalize();
        for (String module : List.of("operator", "node-agent")) {
            if (!Files.exists(root.resolve(module).resolve("target/quarkus-app/quarkus-run.jar"))) {
                throw new IllegalStateException(module + " is not built; build it with: ./netwatch build");
            }
        }
    }

    /** @param kubeconfig with which it reaches the API server, in place of a service account */
    Image operator(Path kubeconfig) {
        return new Image(
                List.of(
                        JAVA,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-jar",
                        root.resolve("operator/target/quarkus-app/quarkus-run.jar")
                                .toString()),
                Map.of(
                        "KUBECONFIG",
                        kubeconfig.toString(),
                        "NETWATCH_HTTP_PORT",
                        Integer.toString(OPERATOR_HEALTH_PORT)),
                probe(),
                UnaryOperator.identity(),
                false);
    }

    /**
     * @param kubeconfig with which it reaches the API server, in place of a service account
     * @param output flags of what it prints where this process does, {@code --output} first; none for nothing but a log
     */
    Image agent(Path kubeconfig, List<String> output) {
        return new Image(
                List.of(root.resolve("node-agent/run").toString()),
                Map.of("JAVA", JAVA),
                probe(),
                arguments -> arguments(arguments, kubeconfig, output),
                !output.isEmpty());
    }

    private static List<String> arguments(List<String> arguments, Path kubeconfig, List<String> output) {
        List<String> own = new ArrayList<>();
        for (String argument : arguments) {
            if (output.isEmpty() || !argument.startsWith("--output=")) {
                own.add(argument);
            }
            if (argument.startsWith("--node-name=")) {
                own.add("--kubeconfig=" + kubeconfig);
            }
        }
        own.addAll(output);
        return own;
    }

    private Map<String, String> probe() {
        return Map.of(PROBE, root.resolve("image/probe").toString());
    }

    /** The CRDs' YAML. */
    Path crds() {
        return root.resolve("crds/yaml");
    }
}
