package io.netwatch.e2e.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Speaks to a receiver in one version of HTTP, and trusts nobody but its authority. */
final class Client {
    static final String KEY = "nw_ak_test";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http;
    private final Version version;
    private final URI endpoint;

    Client(Version version, Receiver receiver) {
        this(version, receiver.endpoint(), trusting(receiver.authority()));
    }

    Client(Version version, URI endpoint, SSLContext trust) {
        this.version = version;
        this.endpoint = endpoint;
        http = HttpClient.newBuilder().version(version).sslContext(trust).build();
    }

    HttpResponse<String> post(byte[] body, String... headers) {
        HttpRequest.Builder request = request("").POST(BodyPublishers.ofByteArray(body));
        request.setHeader("Authorization", "Bearer " + KEY).setHeader("Content-Type", "application/json");
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return send(request.build());
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.version() != version) {
                throw new AssertionError("answered in " + response.version());
            }
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** @param path relative to the endpoint's */
    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(path.isEmpty() ? endpoint : endpoint.resolve(path))
                .timeout(PATIENCE);
    }

    static JsonNode json(HttpResponse<String> response) {
        try {
            return new ObjectMapper().readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(response.body(), e);
        }
    }

    static SSLContext trusting(String authority) {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "authority",
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(
                                    new ByteArrayInputStream(authority.getBytes(StandardCharsets.US_ASCII))));
            TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
