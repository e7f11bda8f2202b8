package io.netwatch.agent.cluster;

import io.netwatch.api.tls.NamedPeerTrust;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** How the agent proves itself to the operator and knows it, from the files of a mounted Secret. */
final class OperatorTls {
    /** Of the operator's certificate. */
    private static final String OPERATOR = "netwatch-operator";
    /** Where the kubelet keeps the present version of a mounted volume: a link that it changes in one step. */
    private static final String PRESENT = "..data";

    private static final Pattern KEY = Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]*)-----END");
    private static final char[] NO_PASSWORD = {};

    private OperatorTls() {}

    /** Of the files as they are now; throws when they can't be used. */
    static SSLContext read(Path folder) throws IOException {
        Path present = folder.resolve(PRESENT);
        Path files = Files.isDirectory(present) ? present.toRealPath() : folder;
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    keys(files).getKeyManagers(),
                    new TrustManager[] {new NamedPeerTrust(authorities(files.resolve("ca.crt")), OPERATOR)},
                    null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("tls.crt, tls.key and ca.crt in " + folder + " don't fit together: " + e, e);
        }
    }

    private static KeyManagerFactory keys(Path files) throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        store.setKeyEntry("agent", key(files.resolve("tls.key")), NO_PASSWORD, certificates(files.resolve("tls.crt")));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory;
    }

    private static List<X509Certificate> authorities(Path file) throws IOException, GeneralSecurityException {
        return Stream.of(certificates(file)).map(X509Certificate.class::cast).toList();
    }

    private static Certificate[] certificates(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(in)
                    .toArray(Certificate[]::new);
        }
    }

    private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
        Matcher block = KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
        if (!block.find()) {
            throw new IOException(file + " holds no private key in PKCS #8 PEM form");
        }
        PKCS8EncodedKeySpec spec =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(block.group(1)));
        try {
            return KeyFactory.getInstance("EC").generatePrivate(spec);
        } catch (InvalidKeySpecException e) {
            return KeyFactory.getInstance("RSA").generatePrivate(spec);
        }
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
