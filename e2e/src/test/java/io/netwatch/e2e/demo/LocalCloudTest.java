package io.netwatch.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.netwatch.e2e.RequiresTestbed;
import io.netwatch.e2e.testbed.Addresses;
import io.netwatch.e2e.testbed.Testbed;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

@RequiresTestbed
class LocalCloudTest {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final String BODY = """
            {"schema_version": 1, "agent_version": "0.1.0",
             "host": {"host_id": "6a1f0d7e-6f0b-4d8e-9a52-0b1f3c5d7e90", "hostname": "node-1"},
             "snapshots": [{"timestamp": "%s", "interfaces": []}],
             "agent_health": {"collectors_ok": true, "dropped_count": 0, "queue_depth": 0}}""";

    @Test
    void takesWhatTheNodeSendsAsItsPolicySays() throws IOException {
        try (Testbed testbed = new Testbed(Duration.ZERO);
                LocalCloud cloud = LocalCloud.start(testbed)) {
            JsonNode to = YAML.readTree(cloud.policySpec()).path("cloud");
            JsonNode secret = YAML.readTree(cloud.secret());
            String key = new String(
                    Base64.getDecoder().decode(secret.at("/data/api-key").asText()), StandardCharsets.UTF_8);

            String answer = testbed.network()
                    .node()
                    .call(() -> post(
                            URI.create(to.path("endpoint").asText()),
                            to.path("caBundle").asText(),
                            key,
                            BODY.formatted(Instant.now())));

            assertThat(to.at("/apiKeySecretRef/name")).isEqualTo(secret.at("/metadata/name"));
            assertThat(secret.at("/metadata/labels/netwatch.io~1cloud-key").asText())
                    .isEqualTo("true");
            assertThat(answer).startsWith("HTTP/1.1 200 OK").contains("\"accepted\":1");
            assertThat(cloud.summary())
                    .first()
                    .asString()
                    .isEqualTo("Arrived at the local receiver: snapshots: 1, hosts: 1, requests: 1; the last:");
            assertThat(cloud.summary()).last().asString().contains("node-1  0 connections");
        }
    }

    /** By a plain socket: it is made in the namespace of the thread, where a client with threads of its own might not be. */
    private static String post(URI endpoint, String caBundle, String key, String body) throws Exception {
        assertThat(endpoint.getHost()).isEqualTo(Addresses.WORLD);
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(InetAddress.getByName(endpoint.getHost()), endpoint.getPort()));
            SSLSocket socket = (SSLSocket) trusting(caBundle)
                    .getSocketFactory()
                    .createSocket(plain, endpoint.getHost(), endpoint.getPort(), true);
            SSLParameters checked = socket.getSSLParameters();
            checked.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(checked);
            String request = "POST " + endpoint.getPath() + " HTTP/1.1\r\nHost: " + endpoint.getAuthority()
                    + "\r\nAuthorization: Bearer " + key + "\r\nContent-Type: application/json\r\nConnection: close"
                    + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static SSLContext trusting(String caBundle) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(
                "authority",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(caBundle.getBytes(StandardCharsets.US_ASCII))));
        TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
