package io.netwatch.agent.view;

import io.netwatch.api.tls.CertificateNames;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** By what the operator is known among all who hold a certificate of the same authority. Stateless; any thread. */
final class OperatorCertificate {
    /** Its DNS name in the certificate. */
    static final String NAME = "netwatch-operator";

    private OperatorCertificate() {}

    /** Whether the client of this session, whose certificate was verified when it began, is the operator. */
    static boolean isShownIn(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain[0] instanceof X509Certificate shown
                    && CertificateNames.of(shown).contains(NAME);
        } catch (SSLPeerUnverifiedException e) {
            return false;
        }
    }
}
