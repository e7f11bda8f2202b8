package io.netwatch.operator.tls;

import io.netwatch.api.tls.NamedPeerTrust;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** What tests show each other: an authority, its agent and its operator, valid at the real time. */
public final class Certificates {
    static final LeafProfile OPERATOR = LeafProfile.operator("watch", List.of("nw-metrics"));

    final CertificateAuthority authority = CertificateAuthority.create(Instant.now());

    KeyedCertificate agent() {
        return authority.issue(LeafProfile.agent(), Instant.now());
    }

    KeyedCertificate operator() {
        return authority.issue(OPERATOR, Instant.now());
    }

    KeyedCertificate expiredAgent() {
        return authority.issue(LeafProfile.agent(), Instant.now().minus(Duration.ofDays(91)));
    }

    KeyedCertificate agentThatIsClientOnly() {
        return authority.issue(
                new LeafProfile("netwatch-agent", Set.of(LeafProfile.CLIENT_AUTH), List.of("netwatch-agent")),
                Instant.now());
    }

    KeyedCertificate agentThatIsServerOnly() {
        return authority.issue(
                new LeafProfile("netwatch-agent", Set.of(LeafProfile.SERVER_AUTH), List.of("netwatch-agent")),
                Instant.now());
    }

    /** The operator's side, trusting this authority alone. */
    public TlsMaterial material() {
        return new TlsMaterial(operator(), List.of(authority.certificate()));
    }

    /** An agent's side as a client, trusting this authority's operator alone. */
    public SSLContext agentAsClient() {
        return client(agent());
    }

    /** A client's side with some certificate; null for none. */
    SSLContext client(KeyedCertificate own) {
        try {
            KeyStore keys = KeyStore.getInstance(KeyStore.getDefaultType());
            keys.load(null, null);
            if (own != null) {
                keys.setKeyEntry("own", own.key(), new char[0], new Certificate[] {own.certificate()});
            }
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(keys, new char[0]);
            TrustManager[] trust = {new NamedPeerTrust(List.of(authority.certificate()), LeafProfile.OPERATOR_NAME)};
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(factory.getKeyManagers(), trust, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
