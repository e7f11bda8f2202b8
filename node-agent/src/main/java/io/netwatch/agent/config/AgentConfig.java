package io.netwatch.agent.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What the agent was asked to do. Valid once made; an {@link InvalidFlagException} says what was wrong.
 *
 * @param attach how to learn of connections
 * @param ring size of the ring between kernel and agent: a power of two from 4 KiB (one page) to 1 GiB
 * @param maxConnections how many the agent remembers, open and ended together
 * @param drainInterval how long an event may wait in the ring while there is traffic: 1 ms to 1 s
 * @param filter which connections are shown; it does not change what is counted
 * @param output what goes to standard output
 * @param httpPort on loopback; 0 takes any free one
 * @param stateFolder where the access token goes; null leaves the choice to the agent
 * @param objectFile a BPF object to load instead of the agent's own; null for its own
 * @param listen where the operator is served; null for nowhere
 * @param tlsFolder what for, and for the way to the operator: tls.crt, tls.key, ca.crt; null when there is neither
 * @param cluster the cluster that the agent is in
 * @param uploads where snapshots go
 */
public record AgentConfig(
        AttachMode attach,
        ByteSize ring,
        int maxConnections,
        Duration drainInterval,
        ConnectionFilter filter,
        OutputFormat output,
        int httpPort,
        Path stateFolder,
        Path objectFile,
        ListenAddress listen,
        Path tlsFolder,
        ClusterConfig cluster,
        UploadConfig uploads) {

    public static final ByteSize DEFAULT_RING = ByteSize.parse("4M");
    public static final int DEFAULT_CONNECTIONS = 65_536;
    public static final int DEFAULT_HTTP_PORT = 7420;

    private static final Duration DEFAULT_DRAIN_INTERVAL = Duration.ofMillis(20);
    private static final long MIN_RING = 4096;
    private static final long MAX_RING = 1 << 30;
    private static final int MAX_CONNECTIONS = 1 << 24;
    private static final int MAX_PORT = 65_535;

    /** What a person gets who asks for nothing. */
    public static final AgentConfig DEFAULT = new AgentConfig(
            AttachMode.AUTO,
            DEFAULT_RING,
            DEFAULT_CONNECTIONS,
            DEFAULT_DRAIN_INTERVAL,
            ConnectionFilter.ALL,
            OutputFormat.TABLE,
            DEFAULT_HTTP_PORT,
            null,
            null,
            null,
            null,
            ClusterConfig.NONE,
            UploadConfig.NONE);

    public AgentConfig {
        check(
                ring.bytes() >= MIN_RING && ring.bytes() <= MAX_RING && Long.bitCount(ring.bytes()) == 1,
                "--ring-size must be a power of two from 4K to 1G; got " + ring);
        check(
                maxConnections >= 1 && maxConnections <= MAX_CONNECTIONS,
                "--connections must be from 1 to " + MAX_CONNECTIONS + "; got " + maxConnections);
        check(
                drainInterval.toMillis() >= 1 && drainInterval.toMillis() <= 1000,
                "--drain-interval must be from 1 to 1000 milliseconds; got " + drainInterval.toMillis());
        check(
                httpPort >= 0 && httpPort <= MAX_PORT,
                "--http-port must be from 1 to 65535, or 0 for any free one; got " + httpPort);
        check(
                listen == null || tlsFolder != null,
                "--listen needs --tls-dir, the folder with tls.crt, tls.key and ca.crt");
        check(
                cluster.operator() == null || tlsFolder != null,
                "--operator needs --tls-dir, the folder with tls.crt, tls.key and ca.crt");
        check(
                tlsFolder == null || listen != null || cluster.operator() != null,
                "--tls-dir needs --listen, the address and port to serve the operator on, or --operator");
        check(
                uploads.fleet() == null || cluster.isPresent(),
                "--uploads needs --node-name: it goes by the policies of a cluster; on a machine alone use --cloud");
        check(
                uploads.endpoint() == null || !cluster.isPresent(),
                "--cloud is for a machine that is in no cluster; in one, policies say where to send (spec.cloud)");
    }

    /** Size of the ring, a power of two. */
    public int ringBytes() {
        return (int) ring.bytes();
    }

    /** Where the access token goes, if a person chose that. */
    public Optional<Path> stateDir() {
        return Optional.ofNullable(stateFolder);
    }

    /** Where the operator is served, if it is. */
    public Optional<ListenAddress> operatorAddress() {
        return Optional.ofNullable(listen);
    }

    /** The BPF object to load instead of the agent's own, if a person named one. */
    public Optional<Path> bpfObject() {
        return Optional.ofNullable(objectFile);
    }

    private static void check(boolean valid, String message) {
        if (!valid) {
            throw new InvalidFlagException(message);
        }
    }
}
