package io.netwatch.operator.tls;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and EC private keys (PKCS #8) as PEM text, RFC 7468. */
final class Pem {
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});
    private static final Pattern CERTIFICATE = block("CERTIFICATE");
    private static final Pattern PRIVATE_KEY = block("PRIVATE KEY");

    private Pem() {}

    static String ofCertificates(Collection<X509Certificate> certificates) {
        StringBuilder text = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            text.append(format("CERTIFICATE", encoded(certificate)));
        }
        return text.toString();
    }

    static String ofKey(PrivateKey key) {
        return format("PRIVATE KEY", key.getEncoded());
    }

    /** All certificates of the text in its order: at least one. Null counts as empty. */
    static List<X509Certificate> certificates(String text) throws UnusableCertificateException {
        List<X509Certificate> found = new ArrayList<>();
        for (Matcher block = CERTIFICATE.matcher(text == null ? "" : text); block.find(); ) {
            found.add(certificate(decode(block.group(1))));
        }
        if (found.isEmpty()) {
            throw new UnusableCertificateException("no certificate in PEM form");
        }
        return List.copyOf(found);
    }

    static PrivateKey ecKey(String text) throws UnusableCertificateException {
        Matcher block = PRIVATE_KEY.matcher(text == null ? "" : text);
        if (!block.find()) {
            throw new UnusableCertificateException("no private key in PKCS #8 PEM form");
        }
        try {
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(decode(block.group(1))));
        } catch (GeneralSecurityException e) {
            throw new UnusableCertificateException("the private key is not an EC key");
        }
    }

    private static X509Certificate certificate(byte[] der) throws UnusableCertificateException {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new UnusableCertificateException("the certificate can't be decoded");
        }
    }

    private static byte[] decode(String base64) throws UnusableCertificateException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new UnusableCertificateException("not base64 between the PEM lines");
        }
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            // every certificate here was made or decoded in this process
            throw new IllegalStateException("a decoded certificate has no encoding", e);
        }
    }

    private static String format(String label, byte[] der) {
        String body = new String(LINES.encode(der), StandardCharsets.US_ASCII);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }

    private static Pattern block(String label) {
        return Pattern.compile("-----BEGIN " + label + "-----([A-Za-z0-9+/=\\s]*)-----END " + label + "-----");
    }
}
