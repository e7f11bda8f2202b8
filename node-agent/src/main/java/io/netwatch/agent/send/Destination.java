package io.netwatch.agent.send;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Set;

/**
 * Where a policy's snapshots go, and how often.
 *
 * @param id of the spool's queue: the policy's uid, or {@code local}
 * @param endpoint https, or http for this host itself: the key is in each request
 * @param caBundle authorities that may vouch for the endpoint, in PEM; null = the public ones
 * @param proxy {@code http://host:port}; null = none
 * @param interval least time between two requests; zero = none
 * @param phase where in the interval, counted from the epoch, a request belongs, so that nodes that share a key take turns
 */
public record Destination(String id, URI endpoint, String caBundle, URI proxy, Duration interval, Duration phase) {
    /** Of the ingest API, where an endpoint names none. */
    static final String DEFAULT_PATH = "/api/v1/ingest";

    private static final Set<String> THIS_HOST = Set.of("localhost", "127.0.0.1", "[::1]");

    public Destination {
        boolean secret = "https".equalsIgnoreCase(endpoint.getScheme())
                || ("http".equalsIgnoreCase(endpoint.getScheme()) && THIS_HOST.contains(endpoint.getHost()));
        if (!secret || endpoint.getHost() == null || endpoint.getUserInfo() != null) {
            throw new IllegalArgumentException("an endpoint is https://host[:port][/path], without a user");
        }
        if (proxy != null && proxy.getHost() == null) {
            throw new IllegalArgumentException("a proxy is http://host:port");
        }
        if (interval.isNegative() || phase.isNegative()) {
            throw new IllegalArgumentException("interval and phase are not negative");
        }
    }

    /** What requests are sent to. */
    URI target() {
        String path = endpoint.getPath();
        if (path != null && !path.isEmpty() && !path.equals("/")) {
            return endpoint;
        }
        try {
            return new URI(
                    endpoint.getScheme(), null, endpoint.getHost(), endpoint.getPort(), DEFAULT_PATH, null, null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** For messages: without path. */
    String server() {
        return endpoint.getScheme() + "://" + endpoint.getAuthority();
    }
}
