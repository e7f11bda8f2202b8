package io.netwatch.operator.run;

import io.netwatch.operator.config.AgentSettings;
import io.netwatch.operator.config.InvalidConfigException;
import io.netwatch.operator.config.OperatorConfig;
import io.netwatch.operator.config.OperatorPlace;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line, with the environment of a pod behind it. Wrong flags and settings end with code 2 and one sentence. */
@Command(
        name = "netwatch operator",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        version = "netwatch operator 0.1.0",
        header = "Runs NetWatch's operator against the cluster of the current kubeconfig, or of the pod that it is in.")
final class OperatorCommand implements Callable<Integer> {
    private static final int BAD_FLAG = 2;
    private static final int MAX_PORT = 65_535;

    private final ToIntFunction<Launch> operator;
    private final Map<String, String> environment;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "The settings, operator.yaml. Default: NETWATCH_CONFIG in the environment; without, defaults.")
    private Path config;

    @Option(
            names = "--agent-image",
            paramLabel = "IMAGE",
            description = "Image of the agents where there are no settings. Default: netwatch-agent:0.1.0.")
    private String agentImage = "netwatch-agent:0.1.0";

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            description = "Where agents run. Default: POD_NAMESPACE in the environment; without, netwatch.")
    private String namespace;

    @Option(
            names = "--leader-election",
            negatable = true,
            description = "Whether there may be other operators. Default: NETWATCH_LEADER_ELECTION; without, yes.")
    private Boolean leaderElection;

    @Option(
            names = "--health-port",
            paramLabel = "N",
            description = "On 127.0.0.1: /q/health and /q/metrics; 0 takes any free one. Default: 8081.")
    private int healthPort = 8081;

    @Option(
            names = "--metrics-port",
            paramLabel = "N",
            description =
                    "For Prometheus, on all addresses: TLS, and a token that may get /metrics. Default: 0, for none.")
    private int metricsPort;

    @Option(
            names = "--identity-port",
            paramLabel = "N",
            description =
                    "For agents, on all addresses: who holds which address in the cluster, over TLS for the agents'"
                            + " certificate alone. Default: 0, for none.")
    private int identityPort;

    private OperatorCommand(ToIntFunction<Launch> operator, Map<String, String> environment) {
        this.operator = operator;
        this.environment = environment;
    }

    /** Runs the operator as the flags say, or does what else they ask for. Returns the process's exit code. */
    static int execute(
            ToIntFunction<Launch> operator,
            PrintWriter out,
            PrintWriter err,
            Map<String, String> environment,
            String... args) {
        return new CommandLine(new OperatorCommand(operator, environment))
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler((e, flags) -> refuse(e.getCommandLine(), e.getMessage()))
                .setExecutionExceptionHandler(OperatorCommand::failed)
                .execute(args);
    }

    @Override
    public Integer call() {
        check("--health-port", healthPort);
        check("--metrics-port", metricsPort);
        check("--identity-port", identityPort);
        return operator.applyAsInt(new Launch(settings(), place(), healthPort, metricsPort, identityPort));
    }

    private static void check(String flag, int port) {
        if (port < 0 || port > MAX_PORT) {
            throw new InvalidConfigException(flag + " must be from 0 to 65535; got " + port);
        }
    }

    private OperatorConfig settings() {
        String file = config == null ? environment.get("NETWATCH_CONFIG") : config.toString();
        return file == null
                ? new OperatorConfig(null, AgentSettings.ofImage(agentImage), null)
                : OperatorConfig.read(Path.of(file));
    }

    private OperatorPlace place() {
        return new OperatorPlace(
                namespace == null ? environment.getOrDefault("POD_NAMESPACE", "netwatch") : namespace,
                environment.getOrDefault(
                        "POD_NAME", "checkout-" + ProcessHandle.current().pid()),
                environment.get("NETWATCH_DEPLOYMENT"),
                leaderElection == null
                        ? Boolean.parseBoolean(environment.getOrDefault("NETWATCH_LEADER_ELECTION", "true"))
                        : leaderElection,
                environment.get("NETWATCH_IDENTITY_ADDRESS"));
    }

    private static int failed(Exception e, CommandLine line, CommandLine.ParseResult flags) throws Exception {
        if (e instanceof InvalidConfigException) {
            return refuse(line, e.getMessage());
        }
        throw e;
    }

    private static int refuse(CommandLine line, String sentence) {
        line.getErr()
                .println("netwatch operator: " + sentence.lines().findFirst().orElse(sentence));
        line.getErr().flush();
        return BAD_FLAG;
    }
}
