package io.netwatch.agent.run;

import io.netwatch.agent.config.AgentConfig;
import io.netwatch.agent.config.AttachMode;
import io.netwatch.agent.config.ByteSize;
import io.netwatch.agent.config.ClusterConfig;
import io.netwatch.agent.config.ConnectionFilter;
import io.netwatch.agent.config.HostPort;
import io.netwatch.agent.config.InvalidFlagException;
import io.netwatch.agent.config.ListenAddress;
import io.netwatch.agent.config.OutputFormat;
import io.netwatch.agent.config.UploadConfig;
import io.netwatch.api.node.ExitReason;
import io.netwatch.api.policy.Collector;
import io.netwatch.api.policy.SnapshotInterval;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line: flags to {@link AgentConfig}. A wrong flag ends with code 2 and one sentence on standard error. */
@Command(
        name = "netwatch agent",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = AgentVersion.class,
        header = "Shows every TCP connection of this machine as it happens.",
        footer = {
            "",
            "Also on http://127.0.0.1:7420 (see --http-port): /api/v1/connections, /api/v1/events, /q/metrics, /q/health."
        })
final class AgentCommand implements Callable<Integer> {
    private final ToIntFunction<AgentConfig> agent;

    @Option(
            names = "--attach",
            paramLabel = "MODE",
            description = "auto (the best that works), tracepoint, kprobe or procfs (no BPF, polls). Default: auto.")
    private AttachMode attach = AgentConfig.DEFAULT.attach();

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            description = "table, json (one object a line, one line an event) or none. Default: table.")
    private OutputFormat output = AgentConfig.DEFAULT.output();

    @Option(names = "--port", paramLabel = "N", description = "Only this port, local or peer. Repeatable.")
    private Set<Integer> ports = new HashSet<>();

    @Option(names = "--pid", paramLabel = "N", description = "Only this process. Repeatable.")
    private Set<Integer> pids = new HashSet<>();

    @Option(names = "--comm", paramLabel = "NAME", description = "Only processes of this name. Repeatable.")
    private Set<String> comms = new HashSet<>();

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            description = "Only with a pod or service of this namespace at one end. Repeatable.")
    private Set<String> namespaces = new HashSet<>();

    @Option(names = "--pod", paramLabel = "NAME", description = "Only with this pod at one end. Repeatable.")
    private Set<String> pods = new HashSet<>();

    @Option(
            names = "--workload",
            paramLabel = "NAME",
            description = "Only with a pod of this Deployment, CronJob or other workload at one end. Repeatable.")
    private Set<String> workloads = new HashSet<>();

    @Option(names = "--failed", description = "Only connections that failed or were ended by an error.")
    private boolean failed;

    @Option(
            names = "--ring-size",
            paramLabel = "SIZE",
            description = "Between kernel and agent: a power of two, 4K to 1G. Default: 4M.")
    private ByteSize ring = AgentConfig.DEFAULT.ring();

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "How many to remember, open and ended. Default: 65536.")
    private int connections = AgentConfig.DEFAULT.maxConnections();

    @Option(
            names = "--drain-interval",
            paramLabel = "MS",
            description = "How long an event may wait under load, 1 to 1000. Default: 20.")
    private long drainMillis = AgentConfig.DEFAULT.drainInterval().toMillis();

    @Option(names = "--http-port", paramLabel = "N", description = "On 127.0.0.1; 0 takes any free one. Default: 7420.")
    private int httpPort = AgentConfig.DEFAULT.httpPort();

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            description = "Where the access token for HTTP goes. Default: /run/netwatch for root.")
    private Path stateDir;

    @Option(names = "--bpf-object", paramLabel = "FILE", description = "Load this BPF object, not the agent's own.")
    private Path bpfObject;

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS:PORT",
            description =
                    "Serve the operator here too, over TLS, as on 10.0.0.7:7443 or [fd00::7]:7443. With --tls-dir.")
    private ListenAddress listen;

    @Option(
            names = "--tls-dir",
            paramLabel = "DIR",
            description =
                    "Holds tls.crt, tls.key and ca.crt; they may change at any time. With --listen or --operator.")
    private Path tlsDir;

    @Option(
            names = "--node-name",
            paramLabel = "NAME",
            description = "This node's name in its cluster: names pods and follows policies. Default: no cluster.")
    private String nodeName;

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "Leads to the API server. Default: the pod's service account. With --node-name.")
    private Path kubeconfig;

    @Option(
            names = "--operator",
            paramLabel = "HOST:PORT",
            description = "Where the operator tells who has which address. With --node-name and --tls-dir.")
    private HostPort operator;

    @Option(
            names = "--cloud",
            paramLabel = "URL",
            description = "Send snapshots there: https://host[:port][/path], or file:///folder. Default: nowhere.")
    private URI cloud;

    @Option(names = "--cloud-key", paramLabel = "FILE", description = "Holds the API key; may change at any time.")
    private Path cloudKey;

    @Option(
            names = "--cloud-ca",
            paramLabel = "FILE",
            description = "Certificates (PEM) that may vouch for the URL. Default: the public authorities.")
    private Path cloudCa;

    @Option(names = "--cloud-proxy", paramLabel = "URL", description = "Go through http://host:port. Default: none.")
    private URI cloudProxy;

    @Option(
            names = "--snapshot-interval",
            paramLabel = "TIME",
            description = "From one snapshot to the next, 1s to 1h. With --cloud. Default: 15s.")
    private Duration snapshotInterval = UploadConfig.DEFAULT_INTERVAL;

    @Option(
            names = "--snapshot-collectors",
            paramLabel = "NAME",
            split = ",",
            description =
                    "Beside connections: Interfaces, Health, System, Disks, Processes. With --cloud. Default: all.")
    private List<Collector> snapshotCollectors = Collector.USUAL;

    @Option(
            names = "--snapshot-connections",
            paramLabel = "N",
            description = "Those that carried most go into a snapshot, 0 to 10000. With --cloud. Default: 1000.")
    private int snapshotConnections = UploadConfig.NONE.connections();

    @Option(
            names = "--uploads",
            paramLabel = "FILE",
            description = "The operator's: which policies may send, and how often. With --node-name and --cloud-keys.")
    private Path uploads;

    @Option(names = "--cloud-keys", paramLabel = "DIR", description = "API keys, in files that --uploads names.")
    private Path cloudKeys;

    @Option(
            names = "--spool-dir",
            paramLabel = "DIR",
            description = "Where snapshots wait while they can't be sent. Default: /var/lib/netwatch.")
    private Path spoolDir;

    @Option(names = "--spool-size", paramLabel = "SIZE", description = "What they may take, 1M or more. Default: 64M.")
    private ByteSize spoolSize = UploadConfig.DEFAULT_SPOOL;

    @Option(
            names = "--otlp",
            paramLabel = "URL",
            description = "Send metrics there, by OTLP over HTTP. Default: nowhere.")
    private URI otlp;

    private AgentCommand(ToIntFunction<AgentConfig> agent) {
        this.agent = agent;
    }

    @Option(
            names = LastWords.FLAG,
            paramLabel = "FILE",
            description = "When it can't run, say why here too, as Kubernetes reads it. Default: none.")
    void terminationLog(Path file) {
        // LastWords has found it already, before any flag was understood
    }

    /** Runs the agent as the flags say, or does what else they ask for. Returns the process's exit code. */
    static int execute(ToIntFunction<AgentConfig> agent, PrintWriter out, LastWords lastWords, String... args) {
        return new CommandLine(new AgentCommand(agent))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(ByteSize.class, text -> converted(ByteSize::parse, text))
                .registerConverter(URI.class, text -> converted(URI::create, text))
                .registerConverter(Duration.class, text -> converted(SnapshotInterval::parse, text))
                .registerConverter(HostPort.class, text -> converted(HostPort::parse, text))
                .registerConverter(ListenAddress.class, text -> converted(ListenAddress::parse, text))
                .setOut(out)
                .setErr(lastWords.errors())
                .setParameterExceptionHandler((e, flags) -> refuse(lastWords, e.getMessage()))
                .setExecutionExceptionHandler((e, line, flags) -> failed(e, lastWords))
                .execute(args);
    }

    @Override
    public Integer call() {
        return agent.applyAsInt(new AgentConfig(
                attach,
                ring,
                connections,
                Duration.ofMillis(drainMillis),
                new ConnectionFilter(ports, pids, comms, namespaces, pods, workloads, failed),
                output,
                httpPort,
                stateDir,
                bpfObject,
                listen,
                tlsDir,
                new ClusterConfig(nodeName, kubeconfig, operator),
                new UploadConfig(
                        uploads,
                        cloudKeys,
                        cloud,
                        cloudKey,
                        cloudCa,
                        cloudProxy,
                        snapshotInterval,
                        snapshotCollectors,
                        snapshotConnections,
                        spoolDir,
                        spoolSize,
                        otlp)));
    }

    private static <T> T converted(Function<String, T> parse, String text) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.TypeConversionException(e.getMessage());
        }
    }

    private static int failed(Exception e, LastWords lastWords) throws Exception {
        if (e instanceof InvalidFlagException) {
            return refuse(lastWords, e.getMessage());
        }
        throw e;
    }

    private static int refuse(LastWords lastWords, String sentence) {
        return lastWords.refuse(
                ExitReason.BAD_FLAG, sentence.lines().findFirst().orElse(sentence));
    }
}
