package io.netwatch.agent.run;

import io.netwatch.api.policy.SnapshotSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Snapshots that are to be made and sent. Another order is another upload.
 *
 * @param kind of place that they go to
 * @param work what gathers for it; its uid names the order, too
 * @param policy whose connections; null for all that are kept
 * @param endpoint a URL; of a folder {@code file:///...}
 * @param keyFile null for a folder
 * @param caBundle authorities that may vouch for the endpoint, in PEM; null for the public ones
 * @param proxy null for none
 * @param pace least time between two requests
 */
record Order(
        Kind kind,
        PolicyWork work,
        String policy,
        URI endpoint,
        Path keyFile,
        String caBundle,
        URI proxy,
        Duration pace,
        SnapshotSettings settings) {

    /** Where snapshots go. */
    enum Kind {
        CLOUD,
        FOLDER,
        /** Their numbers, as metrics of OpenTelemetry. */
        OTLP
    }

    /** To a cloud's endpoint, or to a folder. */
    static Kind kindOf(URI endpoint) {
        return "file".equals(endpoint.getScheme()) ? Kind.FOLDER : Kind.CLOUD;
    }
}
