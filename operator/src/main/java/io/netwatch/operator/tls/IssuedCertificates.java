package io.netwatch.operator.tls;

import io.fabric8.kubernetes.api.model.Secret;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** What a pass of {@link CertificateSecrets} came to. Its string form tells the changes and no Secret. Immutable. */
public final class IssuedCertificates {
    private final Secret ca;
    private final Secret agent;
    private final Authorities authorities;
    private final List<CertificateChange> changes;

    IssuedCertificates(Secret ca, Secret agent, Authorities authorities, List<CertificateChange> changes) {
        this.ca = ca;
        this.agent = agent;
        this.authorities = authorities;
        this.changes = List.copyOf(changes);
    }

    /** The Secret {@code <name>-ca} as it should be. Its {@code toString} is fabric8's, which prints keys: never log it. */
    public Secret caSecret() {
        return ca;
    }

    /** The Secret {@code <name>-agent-tls} as it should be. Never log it either. */
    public Secret agentSecret() {
        return agent;
    }

    /** What was made anew and why, in the order in which it happened; empty when all was still good. */
    public List<CertificateChange> changes() {
        return changes;
    }

    /** Whom to trust, the authority that signs first. */
    public List<X509Certificate> trusted() {
        return authorities.trusted();
    }

    /**
     * What the operator proves itself with, signed by the authority that signs and known to no Secret.
     *
     * @param held what it has; null at the start
     * @return {@code held} itself when nothing about it needs to change
     */
    public TlsMaterial operatorMaterial(TlsMaterial held, LeafProfile operator, Instant now) {
        boolean good = held != null
                && LeafCheck.fault(held.identity(), operator, authorities.signing(), now)
                        .isEmpty();
        if (good && held.trusted().equals(trusted())) {
            return held;
        }
        KeyedCertificate identity =
                good ? held.identity() : authorities.signing().issue(operator, now);
        return new TlsMaterial(identity, trusted());
    }

    @Override
    public String toString() {
        return "signed by " + authorities.signing() + ", changes " + changes;
    }
}
