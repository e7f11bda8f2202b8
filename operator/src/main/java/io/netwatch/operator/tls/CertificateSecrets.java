package io.netwatch.operator.tls;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * From the Secrets that exist to the Secrets that should: the same bytes where they are still good. Keeps nothing and
 * calls nobody; whoever applies the result applies the CA Secret first, so that no key signs that a crash could lose, and
 * reads the CA Secret from the API server itself, since a stale read makes a second authority.
 *
 * <p>Deleting the CA Secret ends the trust in all earlier certificates at once; agents are refused until their Secret's
 * new content has reached them.
 */
public final class CertificateSecrets {
    static final String CERTIFICATE = "tls.crt";
    static final String KEY = "tls.key";
    static final String TRUSTED = "ca.crt";

    private final SecretIdentity identity;

    public CertificateSecrets(SecretIdentity identity) {
        this.identity = identity;
    }

    /**
     * One pass. Never fails for what is in the Secrets: what can't be used is replaced, and told as a change.
     *
     * @param ca the Secret {@code <name>-ca}; null when there is none
     * @param agent the Secret {@code <name>-agent-tls}; null when there is none
     */
    public IssuedCertificates issue(Secret ca, Secret agent, Instant now) {
        List<CertificateChange> changes = new ArrayList<>();
        AuthorityRotation rotation = new AuthorityRotation(now, changes::add);
        Authorities authorities = rotation.step(ca, published(agent));
        KeyedCertificate leaf = leaf(agent, authorities.signing(), now, changes::add);
        Authorities settled = rotation.settle(authorities, leaf);
        return new IssuedCertificates(caSecret(settled), agentSecret(settled, leaf), settled, changes);
    }

    private KeyedCertificate leaf(
            Secret agent, CertificateAuthority signer, Instant now, Consumer<CertificateChange> changes) {
        LeafProfile profile = LeafProfile.agent();
        CertificateChange fault = CertificateChange.LEAF_CREATED;
        if (agent != null) {
            try {
                KeyedCertificate found =
                        KeyedCertificate.ofPem(SecretText.of(agent, CERTIFICATE), SecretText.of(agent, KEY));
                Optional<CertificateChange> why = LeafCheck.fault(found, profile, signer, now);
                if (why.isEmpty()) {
                    return found;
                }
                fault = why.get();
            } catch (UnusableCertificateException e) {
                fault = CertificateChange.LEAF_UNREADABLE;
            }
        }
        changes.accept(fault);
        return signer.issue(profile, now);
    }

    private static List<X509Certificate> published(Secret agent) {
        try {
            return agent == null ? null : Pem.certificates(SecretText.of(agent, TRUSTED));
        } catch (UnusableCertificateException e) {
            return null;
        }
    }

    private Secret caSecret(Authorities authorities) {
        return secret(identity.caSecret(), "Opaque", authorities.texts());
    }

    private Secret agentSecret(Authorities authorities, KeyedCertificate leaf) {
        Map<String, String> texts = Map.of(
                CERTIFICATE, leaf.certificatePem(),
                KEY, leaf.keyPem(),
                TRUSTED, Pem.ofCertificates(authorities.trusted()));
        return secret(identity.agentSecret(), "kubernetes.io/tls", texts);
    }

    private Secret secret(String name, String type, Map<String, String> texts) {
        return new SecretBuilder()
                .withMetadata(identity.metadata(name))
                .withType(type)
                .withData(SecretText.data(texts))
                .build();
    }
}
