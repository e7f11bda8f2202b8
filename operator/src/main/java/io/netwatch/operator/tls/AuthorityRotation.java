package io.netwatch.operator.tls;

import io.fabric8.kubernetes.api.model.Secret;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * Moves the authorities one step: a successor is trusted everywhere before it signs, and the one before it stays trusted
 * until nothing that it signed is in use. One pass at one instant; keeps nothing.
 */
final class AuthorityRotation {
    /** How long a peer may hold an earlier trust list or certificate: far more than the kubelet's refresh of volumes. */
    static final Duration OVERLAP = Duration.ofHours(24);

    private final Instant now;
    private final Consumer<CertificateChange> changes;

    AuthorityRotation(Instant now, Consumer<CertificateChange> changes) {
        this.now = now;
        this.changes = changes;
    }

    /**
     * The authorities as they should be before leafs are looked at.
     *
     * @param ca the CA Secret; null when there is none
     * @param published the trust list that agents have; null when they have none that can be read
     */
    Authorities step(Secret ca, List<X509Certificate> published) {
        if (ca == null) {
            return fresh(CertificateChange.CA_CREATED);
        }
        Authorities found;
        try {
            found = Authorities.read(ca);
        } catch (UnusableCertificateException e) {
            return fresh(CertificateChange.CA_UNREADABLE);
        }
        boolean successorLost =
                Authorities.hasSuccessor(ca) && (found.successor() == null || !isValid(found.successor()));
        return rotate(successorLost ? found.announcing(null) : found, successorLost, published);
    }

    /** Ends the trust in previous authorities once the agents' certificate has been another one for long enough. */
    Authorities settle(Authorities authorities, KeyedCertificate leaf) {
        boolean settled = isOld(leaf) && authorities.signing().signed(leaf.certificate());
        if (authorities.previous().isEmpty() || !settled) {
            return authorities;
        }
        changes.accept(CertificateChange.CA_PREVIOUS_DROPPED);
        return authorities.withoutPrevious();
    }

    private Authorities rotate(Authorities found, boolean successorLost, List<X509Certificate> published) {
        if (found.successor() != null) {
            return isSigningTime(found, published) ? rotated(found) : found;
        }
        if (!isValid(found.signing())) {
            return fresh(CertificateChange.CA_EXPIRED);
        }
        if (successorLost || LeafCheck.isDue(found.signing().own(), now)) {
            changes.accept(successorLost ? CertificateChange.CA_SUCCESSOR_UNREADABLE : CertificateChange.CA_ANNOUNCED);
            return found.announcing(CertificateAuthority.create(now));
        }
        return found;
    }

    private boolean isSigningTime(Authorities found, List<X509Certificate> published) {
        boolean known =
                published == null || published.contains(found.successor().certificate());
        return !isValid(found.signing()) || (known && isOld(found.successor().own()));
    }

    private Authorities rotated(Authorities found) {
        changes.accept(CertificateChange.CA_ROTATED);
        return found.rotated();
    }

    private Authorities fresh(CertificateChange why) {
        changes.accept(why);
        return new Authorities(CertificateAuthority.create(now), null, List.of());
    }

    private boolean isValid(CertificateAuthority authority) {
        return !now.isBefore(authority.own().notBefore())
                && now.isBefore(authority.own().notAfter());
    }

    private boolean isOld(KeyedCertificate certificate) {
        return !now.isBefore(
                certificate.notBefore().plus(CertificateAuthority.BACKDATE).plus(OVERLAP));
    }
}
