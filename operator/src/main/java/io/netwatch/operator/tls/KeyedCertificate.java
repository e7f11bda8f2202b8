package io.netwatch.operator.tls;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** A certificate with its private key, P-256. Its string form names the certificate and never the key. Immutable. */
public final class KeyedCertificate {
    private final X509Certificate certificate;
    private final PrivateKey key;

    private KeyedCertificate(X509Certificate certificate, PrivateKey key) {
        this.certificate = certificate;
        this.key = key;
    }

    /** Of a certificate and the key that belongs to it. */
    static KeyedCertificate of(X509Certificate certificate, PrivateKey key) throws UnusableCertificateException {
        if (!belongTogether(certificate, key)) {
            throw new UnusableCertificateException("the private key is not that of the certificate");
        }
        return new KeyedCertificate(certificate, key);
    }

    /** Reads the first certificate of the text and its key. Either text may be null, which is unusable. */
    static KeyedCertificate ofPem(String certificate, String key) throws UnusableCertificateException {
        return of(Pem.certificates(certificate).get(0), Pem.ecKey(key));
    }

    public X509Certificate certificate() {
        return certificate;
    }

    public Instant notBefore() {
        return certificate.getNotBefore().toInstant();
    }

    public Instant notAfter() {
        return certificate.getNotAfter().toInstant();
    }

    PrivateKey key() {
        return key;
    }

    String certificatePem() {
        return Pem.ofCertificates(List.of(certificate));
    }

    String keyPem() {
        return Pem.ofKey(key);
    }

    @Override
    public String toString() {
        return certificate.getSubjectX500Principal() + " serial "
                + certificate.getSerialNumber().toString(16) + " until " + notAfter();
    }

    private static boolean belongTogether(X509Certificate certificate, PrivateKey key) {
        try {
            byte[] probe = {'n', 'e', 't', 'w', 'a', 't', 'c', 'h'};
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(key);
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(probe);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
