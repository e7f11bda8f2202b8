package io.netwatch.operator.config;

import java.util.regex.Pattern;

/**
 * Whether agents tell their numbers to an OpenTelemetry collector too.
 *
 * @param endpoint where one takes OTLP over HTTP; empty for nowhere
 */
public record OpenTelemetrySettings(String endpoint) {
    /** No user name and no query: what is on a command line is no secret. */
    private static final Pattern ENDPOINT =
            Pattern.compile("https?://([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+\\])(:[0-9]{1,5})?(/[-A-Za-z0-9._~%/]*)?");

    /** Nowhere. */
    public static final OpenTelemetrySettings DEFAULT = new OpenTelemetrySettings(null);

    public OpenTelemetrySettings {
        endpoint = endpoint == null ? "" : endpoint;
        InvalidConfigException.unless(
                endpoint.isEmpty() || ENDPOINT.matcher(endpoint).matches(),
                "agent.openTelemetry.endpoint must be like http://collector.monitoring.svc:4318, or empty; got "
                        + endpoint);
    }
}
