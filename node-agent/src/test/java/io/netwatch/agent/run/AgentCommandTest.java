package io.netwatch.agent.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.config.AgentConfig;
import io.netwatch.agent.config.AttachMode;
import io.netwatch.agent.config.ByteSize;
import io.netwatch.agent.config.ClusterConfig;
import io.netwatch.agent.config.ConnectionFilter;
import io.netwatch.agent.config.HostPort;
import io.netwatch.agent.config.ListenAddress;
import io.netwatch.agent.config.OutputFormat;
import io.netwatch.agent.config.UploadConfig;
import io.netwatch.api.policy.Collector;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private AgentConfig asked;

    @Test
    void asksForDefaultsWithoutFlags() {
        assertThat(execute()).isZero();

        assertThat(asked).isEqualTo(AgentConfig.DEFAULT);
    }

    @Test
    void takesEveryFlag() {
        execute(
                "--attach=procfs",
                "--output",
                "json",
                "--port=443",
                "--port=80",
                "--pid=1",
                "--comm=curl",
                "--namespace=shop",
                "--pod=cart-1",
                "--workload=cart",
                "--failed",
                "--ring-size=64K",
                "--connections=100",
                "--drain-interval=5",
                "--http-port=0",
                "--state-dir=/s",
                "--bpf-object=/o",
                "--listen=10.0.0.7:7443",
                "--tls-dir=/t",
                "--node-name=worker-1",
                "--kubeconfig=/k",
                "--operator=netwatch-operator.netwatch.svc:7444",
                "--uploads=/u",
                "--cloud-keys=/c",
                "--spool-dir=/p",
                "--spool-size=2M",
                "--otlp=http://collector:4318",
                "--termination-log=/l");

        assertThat(asked)
                .isEqualTo(new AgentConfig(
                        AttachMode.PROCFS,
                        ByteSize.parse("64K"),
                        100,
                        Duration.ofMillis(5),
                        new ConnectionFilter(
                                Set.of(443, 80),
                                Set.of(1),
                                Set.of("curl"),
                                Set.of("shop"),
                                Set.of("cart-1"),
                                Set.of("cart"),
                                true),
                        OutputFormat.JSON,
                        0,
                        Path.of("/s"),
                        Path.of("/o"),
                        ListenAddress.parse("10.0.0.7:7443"),
                        Path.of("/t"),
                        new ClusterConfig(
                                "worker-1", Path.of("/k"), new HostPort("netwatch-operator.netwatch.svc", 7444)),
                        new UploadConfig(
                                Path.of("/u"),
                                Path.of("/c"),
                                null,
                                null,
                                null,
                                null,
                                Duration.ofSeconds(15),
                                Collector.USUAL,
                                1000,
                                Path.of("/p"),
                                ByteSize.parse("2M"),
                                URI.create("http://collector:4318"))));
    }

    @Test
    void passesOnTheAgentsExitCode() {
        int code = AgentCommand.execute(config -> 7, new PrintWriter(out), LastWords.of(new PrintWriter(err)));

        assertThat(code).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource({
        "--bogus, Unknown option: '--bogus'",
        "word, Unmatched argument at index 0: 'word'",
        "--ring-size=5000, --ring-size must be a power of two from 4K to 1G; got 5000",
        "--ring-size=big, 'Invalid value for option ''--ring-size'': ''big'' is no size; write one like 64K, 4M or 1G'",
        "--pid=x, 'Invalid value for option ''--pid'' (N): ''x'' is not an int'",
        "--pid=0, --pid must be 1 or more; got 0",
        "--listen=10.0.0.7:7443, '--listen needs --tls-dir, the folder with tls.crt, tls.key and ca.crt'",
        "--tls-dir=/t, '--tls-dir needs --listen, the address and port to serve the operator on, or --operator'",
        "--kubeconfig=/k, '--kubeconfig needs --node-name, the name of this node'",
        "--operator=o:1, '--operator needs --node-name, the name of this node'",
        "--node-name=No_Node, '--node-name must be the name of this node as kubectl get nodes shows it; got ''No_Node'''",
        "--operator=7444, 'Invalid value for option ''--operator'': ''7444'' is no host with a port; write one like netwatch-operator.netwatch.svc:7444 or [fd00::7]:7444'",
        "--listen=node:1, 'Invalid value for option ''--listen'': ''node:1'' is no address with a port; write one like 10.0.0.7:7443 or [fd00::7]:7443'",
        "--cloud=http://x, '--cloud must be https://host[:port][/path] without a user, or file:///folder; got http://x'",
        "--cloud=https://x, '--cloud needs --cloud-key, a file that holds the API key of https://x'",
        "--cloud-key=/k, '--cloud-key, --cloud-ca and --cloud-proxy need --cloud, the URL to send to'",
        "--snapshot-interval=2h, '--snapshot-interval must be from 1s to 1h; got 7200s'",
        "--snapshot-connections=10001, --snapshot-connections must be from 0 to 10000; got 10001",
        "--spool-size=1K, --spool-size must be at least 1M; got 1K",
        "--uploads=/u, --uploads and --cloud-keys need each other",
        "--otlp=collector, '--otlp must be http://host:port or https://host:port without a user; got collector'",
        "--comm, Missing required parameter for option '--comm' (NAME)",
    })
    void endsWithOneSentenceAboutAWrongFlag(String flag, String sentence) {
        assertThat(execute(flag)).isEqualTo(2);

        assertThat(err.toString()).isEqualTo("netwatch agent: " + sentence + System.lineSeparator());
        assertThat(out.toString()).isEmpty();
        assertThat(asked).isNull();
    }

    @Test
    void printsHelpAndVersionInsteadOfRunning() {
        assertThat(execute("--help")).isZero();
        assertThat(execute("--version")).isZero();

        assertThat(out.toString())
                .contains("Usage: netwatch agent", "--attach=MODE")
                .containsPattern("netwatch \\d+\\.");
        assertThat(asked).isNull();
    }

    private int execute(String... args) {
        return AgentCommand.execute(
                config -> {
                    asked = config;
                    return 0;
                },
                new PrintWriter(out, true),
                LastWords.of(new PrintWriter(err, true), args),
                args);
    }
}
