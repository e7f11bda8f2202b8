package io.netwatch.agent.view;

import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** By what the operator is known among all who hold a certificate of the same authority. Stateless; any thread. */
final class OperatorCertificate {
    /** Its DNS name in the certificate. */
    static final String NAME = "netwatch-operator";

    private static final Integer DNS = 2; // GeneralName dNSName, RFC 5280, 4.2.1.6

    private OperatorCertificate() {}

    /** Whether the client of this session, whose certificate was verified when it began, is the operator. */
    static boolean isShownIn(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain[0] instanceof X509Certificate
                    && names((X509Certificate) chain[0]).contains(List.of(DNS, NAME));
        } catch (SSLPeerUnverifiedException | CertificateParsingException e) {
            return false;
        }
    }

    private static Collection<List<?>> names(X509Certificate certificate) throws CertificateParsingException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        return names == null ? List.of() : names;
    }
}
