package io.netwatch.agent.testbed;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An authority of the test's own, with keys on P-256, which signs what it is told. */
public final class CertificateAuthority {
    private static final char[] NO_PASSWORD = new char[0];
    // RFC 5480, RFC 5280: ecdsa-with-SHA256, id-at-commonName, id-ce-basicConstraints, id-ce-subjectAltName
    private static final byte[] ECDSA_SHA256 = Der.sequence(Der.oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
    private static final byte[] COMMON_NAME = Der.oid(0x55, 0x04, 0x03);
    private static final byte[] BASIC_CONSTRAINTS = Der.oid(0x55, 0x1d, 0x13);
    private static final byte[] SUBJECT_ALT_NAME = Der.oid(0x55, 0x1d, 0x11);
    private static final byte[] TRUE = {0x01, 0x01, (byte) 0xff};
    private static final AtomicInteger SERIAL = new AtomicInteger();

    private final String name;
    private final KeyPair keys = keys();
    private final Certificate certificate;

    public CertificateAuthority(String name) {
        this.name = name;
        this.certificate = sign(name, keys, Instant.now().plus(Duration.ofHours(1)), isAuthority());
    }

    /** A certificate and its key. */
    public record Identity(Certificate certificate, PrivateKey key) {
        public String certificatePem() throws GeneralSecurityException {
            return pem("CERTIFICATE", certificate.getEncoded());
        }

        public String keyPem() {
            return pem("PRIVATE KEY", key.getEncoded());
        }
    }

    /** For this DNS name, valid since an hour ago until so long from now. */
    public Identity issue(String dnsName, Duration left) {
        KeyPair pair = keys();
        return new Identity(sign(dnsName, pair, Instant.now().plus(left), isNamed(dnsName)), pair.getPrivate());
    }

    /** Its own certificate, as PEM. */
    public String pem() throws GeneralSecurityException {
        return pem("CERTIFICATE", certificate.getEncoded());
    }

    /** Lays a server's files as a mounted Secret has them, each replaced in one step. */
    public void mount(Identity server, Path folder) throws IOException, GeneralSecurityException {
        replace(folder.resolve("tls.crt"), server.certificatePem());
        replace(folder.resolve("tls.key"), server.keyPem());
        replace(folder.resolve("ca.crt"), pem());
    }

    /** A client's side that trusts this authority, and shows what it is given. */
    public SSLContext client(Optional<Identity> shown) throws GeneralSecurityException, IOException {
        KeyStore trusted = emptyStore();
        trusted.setCertificateEntry("ca", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        KeyManager[] managers = null;
        if (shown.isPresent()) {
            KeyStore own = emptyStore();
            own.setKeyEntry("own", shown.get().key(), NO_PASSWORD, new Certificate[] {
                shown.get().certificate()
            });
            KeyManagerFactory factory =
                    KeyManagerFactory.getInstance("SunX509"); // shows it whatever the server asks for
            factory.init(own, NO_PASSWORD);
            managers = factory.getKeyManagers();
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers, trust.getTrustManagers(), new SecureRandom());
        return context;
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    private Certificate sign(String subject, KeyPair subjectKeys, Instant notAfter, byte[] extension) {
        byte[] body = Der.sequence(
                Der.tagged(0xa0, Der.integer(2)),
                Der.integer(SERIAL.incrementAndGet()),
                ECDSA_SHA256,
                named(name),
                Der.sequence(Der.time(Instant.now().minus(Duration.ofHours(1))), Der.time(notAfter)),
                named(subject),
                subjectKeys.getPublic().getEncoded(),
                Der.tagged(0xa3, Der.sequence(extension)));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(body);
            byte[] encoded = Der.sequence(body, ECDSA_SHA256, Der.bits(signature.sign()));
            return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] named(String name) {
        return Der.sequence(Der.tagged(0x31, Der.sequence(COMMON_NAME, Der.text(0x0c, name))));
    }

    private static byte[] isAuthority() {
        return Der.sequence(BASIC_CONSTRAINTS, TRUE, Der.octets(Der.sequence(TRUE)));
    }

    private static byte[] isNamed(String dnsName) {
        return Der.sequence(SUBJECT_ALT_NAME, Der.octets(Der.sequence(Der.text(0x82, dnsName))));
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void replace(Path file, String text) throws IOException {
        Path fresh = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text);
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String pem(String label, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }
}
