package io.netwatch.operator.tls;

import io.fabric8.kubernetes.api.model.Secret;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The authorities of the CA Secret: keys {@code tls.crt} and {@code tls.key} are the one that signs, {@code next.crt} and
 * {@code next.key} its successor, {@code previous.crt} those before it.
 *
 * @param successor trusted everywhere but not signing yet; null outside of a rotation
 * @param previous still trusted, because certificates that they signed may be in use
 */
record Authorities(CertificateAuthority signing, CertificateAuthority successor, List<X509Certificate> previous) {
    private static final String NEXT_CERTIFICATE = "next.crt";
    private static final String NEXT_KEY = "next.key";
    private static final String PREVIOUS = "previous.crt";

    Authorities {
        previous = List.copyOf(previous);
    }

    /** A successor that can't be read counts as none: {@link #hasSuccessor} tells the difference. */
    static Authorities read(Secret secret) throws UnusableCertificateException {
        CertificateAuthority signing = CertificateAuthority.load(
                SecretText.of(secret, CertificateSecrets.CERTIFICATE), SecretText.of(secret, CertificateSecrets.KEY));
        return new Authorities(signing, successor(secret).orElse(null), previous(secret));
    }

    static boolean hasSuccessor(Secret secret) {
        return SecretText.has(secret, NEXT_CERTIFICATE) || SecretText.has(secret, NEXT_KEY);
    }

    Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(CertificateSecrets.CERTIFICATE, signing.own().certificatePem());
        texts.put(CertificateSecrets.KEY, signing.own().keyPem());
        if (successor != null) {
            texts.put(NEXT_CERTIFICATE, successor.own().certificatePem());
            texts.put(NEXT_KEY, successor.own().keyPem());
        }
        if (!previous.isEmpty()) {
            texts.put(PREVIOUS, Pem.ofCertificates(previous));
        }
        return texts;
    }

    /** Whom to trust, the one that signs first. */
    List<X509Certificate> trusted() {
        List<X509Certificate> all = new ArrayList<>(List.of(signing.certificate()));
        if (successor != null) {
            all.add(successor.certificate());
        }
        all.addAll(previous);
        return all;
    }

    Authorities announcing(CertificateAuthority next) {
        return new Authorities(signing, next, previous);
    }

    /** The successor signs, and the one that signed is kept as a previous one. */
    Authorities rotated() {
        List<X509Certificate> before = new ArrayList<>(List.of(signing.certificate()));
        before.addAll(previous);
        return new Authorities(successor, null, before);
    }

    Authorities withoutPrevious() {
        return new Authorities(signing, successor, List.of());
    }

    private static Optional<CertificateAuthority> successor(Secret secret) {
        try {
            return Optional.of(CertificateAuthority.load(
                    SecretText.of(secret, NEXT_CERTIFICATE), SecretText.of(secret, NEXT_KEY)));
        } catch (UnusableCertificateException e) {
            return Optional.empty();
        }
    }

    private static List<X509Certificate> previous(Secret secret) {
        try {
            return SecretText.has(secret, PREVIOUS) ? Pem.certificates(SecretText.of(secret, PREVIOUS)) : List.of();
        } catch (UnusableCertificateException e) {
            return List.of();
        }
    }
}
