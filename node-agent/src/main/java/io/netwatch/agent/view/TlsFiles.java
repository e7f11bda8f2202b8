package io.netwatch.agent.view;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SSLOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Set;
import javax.net.ssl.X509KeyManager;

/**
 * What a mounted Secret of type kubernetes.io/tls holds, read at one moment and found to fit together: {@code tls.crt},
 * {@code tls.key} and {@code ca.crt}. It has no string form, so that the key can't end up in a log. Immutable.
 */
public final class TlsFiles {
    private static final Set<String> PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");
    /** Where the kubelet keeps the present version of a mounted volume: a link that it changes in one step. */
    private static final String PRESENT = "..data";

    private static final byte[] SAMPLE = new byte[32];

    private final Buffer certificate;
    private final Buffer key;
    private final Buffer authority;

    private TlsFiles(Buffer certificate, Buffer key, Buffer authority) {
        this.certificate = certificate;
        this.key = key;
        this.authority = authority;
    }

    /** Throws, with a sentence that names the file, when one is missing, is no PEM, or does not fit the others. */
    public static TlsFiles read(Path folder) throws IOException {
        TlsFiles read = load(folder);
        read.check(folder);
        return read;
    }

    /** As {@link #read(Path)}, but gives the known ones back where the files hold the same: they need no second check, which takes long. */
    public static TlsFiles read(Path folder, TlsFiles known) throws IOException {
        TlsFiles read = load(folder);
        if (read.isSameAs(known)) {
            return known;
        }
        read.check(folder);
        return read;
    }

    private static TlsFiles load(Path folder) throws IOException {
        Path present = folder.resolve(PRESENT);
        // all three of one version, even when it is replaced just now
        Path files = Files.isDirectory(present) ? present.toRealPath() : folder;
        return new TlsFiles(
                Buffer.buffer(Files.readAllBytes(files.resolve("tls.crt"))),
                Buffer.buffer(Files.readAllBytes(files.resolve("tls.key"))),
                Buffer.buffer(Files.readAllBytes(files.resolve("ca.crt"))));
    }

    private void check(Path folder) throws IOException {
        firstOf(authority, folder.resolve("ca.crt"));
        X509Certificate own = firstOf(certificate, folder.resolve("tls.crt"));
        checkKey(own.getPublicKey(), folder.resolve("tls.key"));
    }

    boolean isSameAs(TlsFiles other) {
        return certificate.equals(other.certificate) && key.equals(other.key) && authority.equals(other.authority);
    }

    /** For a server that shows this certificate and takes clients of this authority only. */
    public void apply(SSLOptions options) {
        options.setEnabledSecureTransportProtocols(PROTOCOLS)
                .setKeyCertOptions(keyAndCertificate())
                .setTrustOptions(new PemTrustOptions().addCertValue(authority));
    }

    private PemKeyCertOptions keyAndCertificate() {
        return new PemKeyCertOptions().setCertValue(certificate).setKeyValue(key);
    }

    private static X509Certificate firstOf(Buffer pem, Path file) throws IOException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(pem.getBytes()))
                            .stream()
                            .findFirst()
                            .orElseThrow(() -> new CertificateException("none in it"));
        } catch (CertificateException e) {
            throw new IOException(file + " holds no certificate in PEM form", e);
        }
    }

    private void checkKey(PublicKey certified, Path file) throws IOException {
        boolean fits;
        try {
            // null: no file is read through Vert.x
            X509KeyManager manager = (X509KeyManager)
                    keyAndCertificate().getKeyManagerFactory(null).getKeyManagers()[0];
            String alias = manager.getServerAliases(certified.getAlgorithm(), null)[0];
            fits = isPair(manager.getPrivateKey(alias), certified);
        } catch (Exception e) { // what Vert.x declares
            throw new IOException(file + " holds no private key in PEM form", e);
        }
        if (!fits) {
            throw new IOException(file + " is not the key of the certificate beside it");
        }
    }

    /** Whether what one signs, the other verifies. */
    private static boolean isPair(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
        if (!key.getAlgorithm().equals(certified.getAlgorithm())) {
            return false;
        }
        Signature signature = Signature.getInstance(
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> key.getAlgorithm();
                });
        signature.initSign(key);
        signature.update(SAMPLE);
        byte[] signed = signature.sign();
        signature.initVerify(certified);
        signature.update(SAMPLE);
        return signature.verify(signed);
    }
}
