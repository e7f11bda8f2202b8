package io.netwatch.e2e.demo;

import io.netwatch.e2e.cloud.Counts;
import io.netwatch.e2e.cloud.Received;
import io.netwatch.e2e.cloud.ReceivedText;
import io.netwatch.e2e.cloud.Receiver;
import io.netwatch.e2e.cloud.Settings;
import io.netwatch.e2e.shop.Shop;
import io.netwatch.e2e.testbed.Addresses;
import io.netwatch.e2e.testbed.Testbed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** A receiver of snapshots outside of the demo's cluster, and what leads the shop's policy to it. */
final class LocalCloud implements AutoCloseable {
    /** Where the node and pods reach it. */
    static final int PORT = 7450;

    private static final String SECRET = "netwatch-cloud";
    private static final int SHOWN = 3;

    private final Receiver receiver;
    private final String apiKey;
    private final Path keyFile;

    private LocalCloud(Receiver receiver, String apiKey, Path keyFile) {
        this.receiver = receiver;
        this.apiKey = apiKey;
        this.keyFile = keyFile;
    }

    /** Starts one; the testbed's relay to it goes with the testbed. */
    static LocalCloud start(Testbed testbed) {
        String apiKey = "nw_ak_" + UUID.randomUUID();
        Settings settings = Settings.local(0, apiKey).withNames(List.of(Addresses.WORLD));
        Receiver receiver = Receiver.start(settings, received -> {});
        testbed.serveApi(PORT, "https://127.0.0.1:" + receiver.port());
        return new LocalCloud(receiver, apiKey, keyFile(testbed.folder().resolve("cloud-key"), apiKey));
    }

    private static Path keyFile(Path file, String apiKey) {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return Files.writeString(file, apiKey);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A Secret with the API key, which agents may read for its label. */
    String secret() {
        return """
                apiVersion: v1
                kind: Secret
                metadata: {name: %s, namespace: %s, labels: {netwatch.io/cloud-key: "true"}}
                data: {api-key: %s}
                """.formatted(
                SECRET, Shop.NAMESPACE, Base64.getEncoder().encodeToString(apiKey.getBytes(StandardCharsets.UTF_8)));
    }

    /** What a policy that sends here has in its spec. */
    String policySpec() {
        return """
                cloud:
                  endpoint: https://%s:%d%s
                  apiKeySecretRef: {name: %s}
                  caBundle: |
                %s""".formatted(
                        Addresses.WORLD,
                        PORT,
                        Receiver.INGEST,
                        SECRET,
                        receiver.authority().indent(4));
    }

    /** How to ask it, from this machine. */
    String question() {
        return "curl -k -H \"Authorization: Bearer $(cat " + keyFile + ")\" "
                + receiver.endpoint().resolve(Receiver.RECEIVED);
    }

    /** What arrived so far, for a person. */
    List<String> summary() {
        Counts counts = receiver.counts();
        List<String> lines = new ArrayList<>();
        lines.add("Arrived at the local receiver: snapshots: %d, hosts: %d, requests: %d%s"
                .formatted(
                        counts.snapshots(),
                        counts.hosts().size(),
                        counts.requests(),
                        counts.snapshots() == 0 ? "." : "; the last:"));
        List<Received> recent = receiver.recent();
        recent.subList(Math.max(0, recent.size() - SHOWN), recent.size())
                .forEach(received -> lines.add("  " + ReceivedText.line(received)));
        return lines;
    }

    @Override
    public void close() {
        receiver.close();
    }
}
