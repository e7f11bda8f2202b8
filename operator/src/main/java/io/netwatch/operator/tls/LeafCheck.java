package io.netwatch.operator.tls;

import io.netwatch.api.tls.CertificateNames;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells whether a leaf certificate can stay. */
final class LeafCheck {
    private LeafCheck() {}

    /** Why the certificate must be made anew; empty when it is still good. */
    static Optional<CertificateChange> fault(
            KeyedCertificate leaf, LeafProfile profile, CertificateAuthority signer, Instant now) {
        if (!signer.signed(leaf.certificate())) {
            return Optional.of(CertificateChange.LEAF_FOREIGN);
        }
        if (!fits(leaf.certificate(), profile)) {
            return Optional.of(CertificateChange.LEAF_WRONG_ROLE);
        }
        return isDue(leaf, now) ? Optional.of(CertificateChange.LEAF_DUE) : Optional.empty();
    }

    /** Whether less than a third of the certificate's life is left, or it isn't valid yet. */
    static boolean isDue(KeyedCertificate certificate, Instant now) {
        Duration life = Duration.between(certificate.notBefore(), certificate.notAfter());
        Duration left = Duration.between(now, certificate.notAfter());
        return now.isBefore(certificate.notBefore()) || left.compareTo(life.dividedBy(3)) < 0;
    }

    private static boolean fits(X509Certificate certificate, LeafProfile profile) {
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            return certificate.getBasicConstraints() < 0
                    && purposes != null
                    && Set.copyOf(purposes).equals(profile.keyPurposes())
                    && CertificateNames.of(certificate).equals(Set.copyOf(profile.dnsNames()));
        } catch (CertificateParsingException e) {
            return false;
        }
    }
}
