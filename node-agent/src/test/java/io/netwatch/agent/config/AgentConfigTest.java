package io.netwatch.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentConfigTest {
    @Test
    void hasDefaults() {
        AgentConfig config = AgentConfig.DEFAULT;

        assertThat(config.attach()).isEqualTo(AttachMode.AUTO);
        assertThat(config.ringBytes()).isEqualTo(4 << 20);
        assertThat(config.maxConnections()).isEqualTo(65_536);
        assertThat(config.drainInterval()).isEqualTo(Duration.ofMillis(20));
        assertThat(config.filter()).isEqualTo(ConnectionFilter.ALL);
        assertThat(config.output()).isEqualTo(OutputFormat.TABLE);
        assertThat(config.httpPort()).isEqualTo(7420);
        assertThat(config.stateDir()).isEmpty();
        assertThat(config.bpfObject()).isEmpty();
        assertThat(config.operatorAddress()).isEmpty();
        assertThat(config.cluster().isPresent()).isFalse();
        assertThat(config.cluster().kubeconfig()).isEmpty();
        assertThat(config.cluster().operatorAddress()).isEmpty();
    }

    @Test
    void keepsWhatItIsGiven() {
        AgentConfig config = new AgentConfig(
                AttachMode.PROCFS,
                ByteSize.parse("4K"),
                7,
                Duration.ofSeconds(1),
                ConnectionFilter.ALL,
                OutputFormat.JSON,
                0,
                Path.of("/state"),
                Path.of("/object.o"),
                ListenAddress.parse("10.0.0.7:7443"),
                Path.of("/tls"),
                new ClusterConfig("worker-1", Path.of("/kubeconfig"), new HostPort("operator", 7444)),
                UploadConfig.NONE);

        assertThat(config.attach()).isEqualTo(AttachMode.PROCFS);
        assertThat(config.ringBytes()).isEqualTo(4096);
        assertThat(config.maxConnections()).isEqualTo(7);
        assertThat(config.drainInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.output()).isEqualTo(OutputFormat.JSON);
        assertThat(config.httpPort()).isZero();
        assertThat(config.stateDir()).contains(Path.of("/state"));
        assertThat(config.bpfObject()).contains(Path.of("/object.o"));
        assertThat(config.operatorAddress()).contains(ListenAddress.parse("10.0.0.7:7443"));
        assertThat(config.tlsFolder()).isEqualTo(Path.of("/tls"));
        assertThat(config.cluster().isPresent()).isTrue();
        assertThat(config.cluster().node()).isEqualTo("worker-1");
        assertThat(config.cluster().kubeconfig()).contains(Path.of("/kubeconfig"));
        assertThat(config.cluster().operatorAddress()).contains(new HostPort("operator", 7444));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "2K", "5000", "12K", "2G"})
    void refusesRingThatTheKernelWould(String size) {
        assertThatThrownBy(() -> with(ByteSize.parse(size), 1, 20, 0))
                .isInstanceOf(InvalidFlagException.class)
                .hasMessage("--ring-size must be a power of two from 4K to 1G; got " + size);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, (1 << 24) + 1})
    void refusesImpossibleNumberOfConnections(int connections) {
        assertThatThrownBy(() -> with(AgentConfig.DEFAULT_RING, connections, 20, 0))
                .isInstanceOf(InvalidFlagException.class)
                .hasMessage("--connections must be from 1 to 16777216; got " + connections);
    }

    @ParameterizedTest
    @ValueSource(ints = {-5, 0, 1001})
    void refusesDrainIntervalOutOfRange(int millis) {
        assertThatThrownBy(() -> with(AgentConfig.DEFAULT_RING, 1, millis, 0))
                .isInstanceOf(InvalidFlagException.class)
                .hasMessage("--drain-interval must be from 1 to 1000 milliseconds; got " + millis);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536})
    void refusesPortOutOfRange(int port) {
        assertThatThrownBy(() -> with(AgentConfig.DEFAULT_RING, 1, 20, port))
                .isInstanceOf(InvalidFlagException.class)
                .hasMessage("--http-port must be from 1 to 65535, or 0 for any free one; got " + port);
    }

    @Test
    void theWayToTheOperatorNeedsACertificateButNoPortOfItsOwn() {
        ClusterConfig cluster = new ClusterConfig("worker-1", null, new HostPort("operator", 7444));

        assertThat(in(cluster, Path.of("/tls")).operatorAddress()).isEmpty();
        assertThatThrownBy(() -> in(cluster, null))
                .isInstanceOf(InvalidFlagException.class)
                .hasMessage("--operator needs --tls-dir, the folder with tls.crt, tls.key and ca.crt");
    }

    private static AgentConfig in(ClusterConfig cluster, Path tlsFolder) {
        return new AgentConfig(
                AttachMode.AUTO,
                AgentConfig.DEFAULT_RING,
                1,
                Duration.ofMillis(20),
                ConnectionFilter.ALL,
                OutputFormat.TABLE,
                0,
                null,
                null,
                null,
                tlsFolder,
                cluster,
                UploadConfig.NONE);
    }

    private static AgentConfig with(ByteSize ring, int connections, long drainMillis, int httpPort) {
        return new AgentConfig(
                AttachMode.AUTO,
                ring,
                connections,
                Duration.ofMillis(drainMillis),
                ConnectionFilter.ALL,
                OutputFormat.TABLE,
                httpPort,
                null,
                null,
                null,
                null,
                ClusterConfig.NONE,
                UploadConfig.NONE);
    }
}
