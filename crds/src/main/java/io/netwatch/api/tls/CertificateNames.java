package io.netwatch.api.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** By what the holder of a certificate is known. */
public final class CertificateNames {
    /** dNSName, RFC 5280 section 4.2.1.6. */
    private static final int DNS_NAME = 2;

    private CertificateNames() {}

    /** The DNS names of the certificate; empty when it has none or they can't be read. */
    public static Set<String> of(X509Certificate certificate) {
        Set<String> names = new HashSet<>();
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            for (List<?> name : all == null ? List.<List<?>>of() : all) {
                if (name.get(0).equals(DNS_NAME)) {
                    names.add((String) name.get(1));
                }
            }
        } catch (CertificateParsingException e) {
            return Set.of();
        }
        return names;
    }
}
