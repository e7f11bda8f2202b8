package io.netwatch.operator.tls;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What one side of a connection proves itself with and whom it trusts.
 *
 * @param identity own certificate and key
 * @param trusted certificates of the authorities that a peer may be signed by, at least one
 */
public record TlsMaterial(KeyedCertificate identity, List<X509Certificate> trusted) {
    public TlsMaterial {
        trusted = List.copyOf(trusted);
        if (trusted.isEmpty()) {
            throw new IllegalArgumentException("trust in nobody");
        }
    }

    @Override
    public String toString() {
        return identity + ", trusting "
                + trusted.stream()
                        .map(ca -> ca.getSubjectX500Principal().toString())
                        .toList();
    }
}
