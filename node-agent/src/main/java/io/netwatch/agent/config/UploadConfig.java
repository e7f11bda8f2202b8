package io.netwatch.agent.config;

import io.netwatch.api.policy.Collector;
import io.netwatch.api.policy.SnapshotSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where snapshots go. Valid once made. In a cluster policies say it, and the operator how often; outside of one, flags do.
 *
 * @param fleet the operator's file, which says who may send how often; null outside of a cluster
 * @param keys the folder with API keys that it names; null outside of a cluster
 * @param endpoint of a machine that is in no cluster: {@code https://...} or {@code file:///...}; null for nowhere
 * @param keyFile holds the endpoint's API key; null for a folder
 * @param caFile certificates of the authorities that may vouch for the endpoint; null for the public ones
 * @param proxy to go through; null for none
 * @param interval from one snapshot to the next of a machine that is in no cluster
 * @param collectors what such a snapshot tells beside connections
 * @param connections in such a snapshot at most
 * @param spool folder in which snapshots wait to be sent; null for the usual one
 * @param spoolSize what they may take there
 * @param otlp where metrics go by OTLP over HTTP; null for nowhere
 */
public record UploadConfig(
        Path fleet,
        Path keys,
        URI endpoint,
        Path keyFile,
        Path caFile,
        URI proxy,
        Duration interval,
        List<Collector> collectors,
        int connections,
        Path spool,
        ByteSize spoolSize,
        URI otlp) {
    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(15);
    public static final ByteSize DEFAULT_SPOOL = ByteSize.parse("64M");

    private static final Path USUAL_SPOOL = Path.of("/var/lib/netwatch");
    private static final int MAX_CONNECTIONS = 10_000;
    private static final long MIN_SPOOL = 1 << 20;
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofHours(1);

    /** Nothing is sent unless a policy says so. */
    public static final UploadConfig NONE = new UploadConfig(
            null,
            null,
            null,
            null,
            null,
            null,
            DEFAULT_INTERVAL,
            Collector.USUAL,
            SnapshotSettings.DEFAULT_TOP_CONNECTIONS,
            null,
            DEFAULT_SPOOL,
            null);

    public UploadConfig {
        collectors = List.copyOf(collectors);
        boolean folder = endpoint != null && "file".equals(endpoint.getScheme());
        check(
                endpoint == null || isUrl(endpoint, "https") || (folder && isFolder(endpoint)),
                "--cloud must be https://host[:port][/path] without a user, or file:///folder; got " + endpoint);
        check(
                endpoint == null || folder || keyFile != null,
                "--cloud needs --cloud-key, a file that holds the API key of " + endpoint);
        check(
                endpoint != null || (keyFile == null && caFile == null && proxy == null),
                "--cloud-key, --cloud-ca and --cloud-proxy need --cloud, the URL to send to");
        check(
                proxy == null || isUrl(proxy, "http"),
                "--cloud-proxy must be http://host:port without a user; got " + proxy);
        check(
                interval.compareTo(LEAST) >= 0 && interval.compareTo(MOST) <= 0,
                "--snapshot-interval must be from 1s to 1h; got " + interval.toSeconds() + "s");
        check(
                connections >= 0 && connections <= MAX_CONNECTIONS,
                "--snapshot-connections must be from 0 to " + MAX_CONNECTIONS + "; got " + connections);
        check(spoolSize.bytes() >= MIN_SPOOL, "--spool-size must be at least 1M; got " + spoolSize);
        check(
                otlp == null || isUrl(otlp, "https") || isUrl(otlp, "http"),
                "--otlp must be http://host:port or https://host:port without a user; got " + otlp);
        check((fleet == null) == (keys == null), "--uploads and --cloud-keys need each other");
    }

    /** Where snapshots wait. */
    public Path spoolFolder() {
        return spool == null ? USUAL_SPOOL : spool;
    }

    /** Where a machine that is in no cluster sends. */
    public Optional<URI> cloud() {
        return Optional.ofNullable(endpoint);
    }

    /** Where metrics go. */
    public Optional<URI> otlpEndpoint() {
        return Optional.ofNullable(otlp);
    }

    private static boolean isUrl(URI uri, String scheme) {
        return scheme.equals(uri.getScheme()) && uri.getHost() != null && uri.getUserInfo() == null;
    }

    private static boolean isFolder(URI uri) {
        return uri.getAuthority() == null
                && uri.getPath() != null
                && uri.getPath().length() > 1;
    }

    private static void check(boolean valid, String message) {
        if (!valid) {
            throw new InvalidFlagException(message);
        }
    }
}
