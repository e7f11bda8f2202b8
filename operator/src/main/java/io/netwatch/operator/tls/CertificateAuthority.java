package io.netwatch.operator.tls;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Signs the certificates of one installation, ECDSA P-256 with SHA-256. Each authority has a subject of its own, so that
 * two of them in one trust list are never taken for each other. Thread-safe, and slow enough (a key pair a leaf) to be
 * kept off event loops.
 */
public final class CertificateAuthority {
    static final Duration CA_LIFE = Duration.ofDays(3650);
    static final Duration LEAF_LIFE = Duration.ofDays(90);

    /** How far a peer's clock may be behind: what kube-controller-manager's signer allows (backdate of 5 minutes). */
    static final Duration BACKDATE = Duration.ofMinutes(5);

    private static final SecureRandom RANDOM = new SecureRandom();
    /** RFC 5280 section 4.1.2.2 allows 20 octets, CAB forum asks for 64 random bits. */
    private static final int SERIAL_BITS = 128;

    private final KeyedCertificate own;

    private CertificateAuthority(KeyedCertificate own) {
        this.own = own;
    }

    /** A new one, valid from {@code now} on for ten years. */
    public static CertificateAuthority create(Instant now) {
        try {
            KeyPair pair = newPair();
            BigInteger serial = newSerial();
            X500Principal subject =
                    new X500Principal("CN=NetWatch CA " + serial.toString(16).substring(0, 8));
            X509v3CertificateBuilder builder =
                    builder(subject, serial, now, now.plus(CA_LIFE), subject, pair.getPublic());
            add(builder, Extension.basicConstraints, true, new BasicConstraints(0));
            add(builder, Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            identify(builder, pair.getPublic(), pair.getPublic());
            return new CertificateAuthority(sign(builder, pair, pair));
        } catch (UnusableCertificateException e) {
            throw new IllegalStateException("a new authority is unusable", e);
        }
    }

    /** Reads one from PEM. Either text may be null, which is unusable. */
    public static CertificateAuthority load(String certificate, String key) throws UnusableCertificateException {
        KeyedCertificate own = KeyedCertificate.ofPem(certificate, key);
        boolean[] usage = own.certificate().getKeyUsage();
        // bit 5 is keyCertSign, RFC 5280 section 4.2.1.3
        if (own.certificate().getBasicConstraints() < 0 || usage == null || !usage[5]) {
            throw new UnusableCertificateException("the certificate is not that of an authority");
        }
        return new CertificateAuthority(own);
    }

    /** A leaf with a key of its own, valid for 90 days or as long as this authority, whichever is shorter. */
    public KeyedCertificate issue(LeafProfile profile, Instant now) {
        try {
            KeyPair pair = newPair();
            Instant until = now.plus(LEAF_LIFE).isBefore(own.notAfter()) ? now.plus(LEAF_LIFE) : own.notAfter();
            X509v3CertificateBuilder builder = builder(
                    own.certificate().getSubjectX500Principal(),
                    newSerial(),
                    now,
                    until,
                    new X500Principal("CN=" + profile.commonName()),
                    pair.getPublic());
            add(builder, Extension.basicConstraints, true, new BasicConstraints(false));
            add(builder, Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            add(builder, Extension.extendedKeyUsage, false, purposes(profile));
            add(builder, Extension.subjectAlternativeName, false, names(profile));
            identify(builder, pair.getPublic(), own.certificate().getPublicKey());
            return sign(builder, pair, new KeyPair(own.certificate().getPublicKey(), own.key()));
        } catch (UnusableCertificateException e) {
            throw new IllegalStateException("a new certificate is unusable", e);
        }
    }

    public X509Certificate certificate() {
        return own.certificate();
    }

    KeyedCertificate own() {
        return own;
    }

    /** Whether this authority's key signed the certificate, whatever its dates. */
    boolean signed(X509Certificate certificate) {
        try {
            certificate.verify(own.certificate().getPublicKey());
            return certificate.getIssuerX500Principal().equals(own.certificate().getSubjectX500Principal());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return own.toString();
    }

    private static X509v3CertificateBuilder builder(
            X500Principal issuer, BigInteger serial, Instant now, Instant until, X500Principal subject, PublicKey key) {
        return new JcaX509v3CertificateBuilder(
                issuer, serial, Date.from(now.minus(BACKDATE)), Date.from(until), subject, key);
    }

    private static void identify(X509v3CertificateBuilder builder, PublicKey subject, PublicKey issuer) {
        try {
            JcaX509ExtensionUtils ids = new JcaX509ExtensionUtils();
            add(builder, Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(subject));
            add(builder, Extension.authorityKeyIdentifier, false, ids.createAuthorityKeyIdentifier(issuer));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java run time lacks SHA-1, which names keys", e);
        }
    }

    private static void add(
            X509v3CertificateBuilder builder, ASN1ObjectIdentifier kind, boolean critical, ASN1Encodable value) {
        try {
            builder.addExtension(kind, critical, value);
        } catch (CertIOException e) {
            throw new IllegalStateException("an extension can't be encoded", e);
        }
    }

    private static KeyedCertificate sign(X509v3CertificateBuilder builder, KeyPair subject, KeyPair issuer)
            throws UnusableCertificateException {
        try {
            X509Certificate certificate = new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.getPrivate())));
            return KeyedCertificate.of(certificate, subject.getPrivate());
        } catch (OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException("this Java run time can't sign with ECDSA", e);
        }
    }

    private static ExtendedKeyUsage purposes(LeafProfile profile) {
        return new ExtendedKeyUsage(profile.keyPurposes().stream()
                .sorted()
                .map(oid -> KeyPurposeId.getInstance(new ASN1ObjectIdentifier(oid)))
                .toArray(KeyPurposeId[]::new));
    }

    private static GeneralNames names(LeafProfile profile) {
        return new GeneralNames(profile.dnsNames().stream()
                .map(name -> new GeneralName(GeneralName.dNSName, name))
                .toArray(GeneralName[]::new));
    }

    private static KeyPair newPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java run time lacks the curve P-256", e);
        }
    }

    private static BigInteger newSerial() {
        // the top bit keeps the length, and so the hexadecimal form, the same for all
        return new BigInteger(SERIAL_BITS - 1, RANDOM).setBit(SERIAL_BITS - 1);
    }
}
