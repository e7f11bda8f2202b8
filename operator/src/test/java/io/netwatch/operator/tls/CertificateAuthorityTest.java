package io.netwatch.operator.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netwatch.api.tls.CertificateNames;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.junit.jupiter.api.Test;

class CertificateAuthorityTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final CertificateAuthority authority = CertificateAuthority.create(NOW);

    @Test
    void isAuthorityForTenYearsThatSignsLeafsOnly() throws Exception {
        X509Certificate certificate = authority.certificate();

        certificate.verify(certificate.getPublicKey());
        assertThat(certificate.getBasicConstraints()).isZero();
        assertThat(certificate.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofDays(3650)));
        assertThat(certificate.getNotBefore().toInstant()).isEqualTo(NOW.minus(Duration.ofMinutes(5)));
        assertThat(usages(certificate)).containsExactly(5, 6);
        assertThat(((ECPublicKey) certificate.getPublicKey())
                        .getParams()
                        .getOrder()
                        .bitLength())
                .isEqualTo(256);
        assertThat(certificate.getSigAlgName()).isEqualTo("SHA256withECDSA");
    }

    @Test
    void issuesAgentCertificateForServerAndClientNamedAsAgent() throws Exception {
        X509Certificate leaf = authority.issue(LeafProfile.agent(), NOW).certificate();

        leaf.verify(authority.certificate().getPublicKey());
        assertThat(leaf.getExtendedKeyUsage())
                .containsExactlyInAnyOrder(LeafProfile.SERVER_AUTH, LeafProfile.CLIENT_AUTH);
        assertThat(CertificateNames.of(leaf)).containsExactly("netwatch-agent");
        assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
        assertThat(usages(leaf)).containsExactly(0);
        assertThat(leaf.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofDays(90)));
    }

    @Test
    void issuesOperatorCertificateForBothSidesUnderItsServicesNames() throws Exception {
        LeafProfile profile = LeafProfile.operator("watch", List.of("nw-metrics"));

        X509Certificate leaf = authority.issue(profile, NOW).certificate();

        assertThat(leaf.getExtendedKeyUsage())
                .containsExactlyInAnyOrder(LeafProfile.SERVER_AUTH, LeafProfile.CLIENT_AUTH);
        assertThat(CertificateNames.of(leaf))
                .containsExactlyInAnyOrder(
                        "netwatch-operator",
                        "netwatch-operator.watch.svc",
                        "nw-metrics",
                        "nw-metrics.watch",
                        "nw-metrics.watch.svc");
    }

    @Test
    void linksLeafToAuthorityByKeyIdentifiers() throws Exception {
        JcaX509CertificateHolder leaf = new JcaX509CertificateHolder(
                authority.issue(LeafProfile.agent(), NOW).certificate());
        JcaX509CertificateHolder own = new JcaX509CertificateHolder(authority.certificate());

        byte[] named =
                AuthorityKeyIdentifier.fromExtensions(leaf.getExtensions()).getKeyIdentifierOctets();

        assertThat(named)
                .isEqualTo(
                        SubjectKeyIdentifier.fromExtensions(own.getExtensions()).getKeyIdentifier());
        assertThat(leaf.getExtension(Extension.subjectKeyIdentifier)).isNotNull();
    }

    @Test
    void neverIssuesBeyondItsOwnEnd() {
        Instant late = NOW.plus(Duration.ofDays(3640));

        KeyedCertificate leaf = authority.issue(LeafProfile.agent(), late);

        assertThat(leaf.notAfter()).isEqualTo(authority.own().notAfter());
    }

    @Test
    void givesEachCertificateSerialAndKeyOfItsOwn() {
        KeyedCertificate one = authority.issue(LeafProfile.agent(), NOW);
        KeyedCertificate other = authority.issue(LeafProfile.agent(), NOW);

        assertThat(one.certificate().getSerialNumber())
                .isNotEqualTo(other.certificate().getSerialNumber());
        assertThat(one.certificate().getSerialNumber().bitLength()).isEqualTo(128);
        assertThat(one.certificate().getPublicKey())
                .isNotEqualTo(other.certificate().getPublicKey());
        assertThat(CertificateAuthority.create(NOW).certificate().getSubjectX500Principal())
                .isNotEqualTo(authority.certificate().getSubjectX500Principal());
    }

    @Test
    void comesBackFromPem() throws Exception {
        CertificateAuthority loaded = CertificateAuthority.load(
                authority.own().certificatePem(), authority.own().keyPem());

        assertThat(loaded.certificate()).isEqualTo(authority.certificate());
        assertThat(loaded.own().keyPem()).isEqualTo(authority.own().keyPem());
        assertThat(authority.signed(loaded.issue(LeafProfile.agent(), NOW).certificate()))
                .isTrue();
    }

    @Test
    void refusesWhatIsNoAuthority() {
        KeyedCertificate leaf = authority.issue(LeafProfile.agent(), NOW);
        String certificate = authority.own().certificatePem();
        String key = authority.own().keyPem();

        assertRefused(null, null, "no certificate");
        assertRefused(certificate, null, "no private key");
        assertRefused("rubbish", key, "no certificate");
        assertRefused(certificate, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "not an EC key");
        assertRefused("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", key, "can't be decoded");
        assertRefused(certificate, leaf.keyPem(), "not that of the certificate");
        assertRefused(leaf.certificatePem(), leaf.keyPem(), "not that of an authority");
    }

    @Test
    void showsNoKeyAsText() {
        KeyedCertificate leaf = authority.issue(LeafProfile.agent(), NOW);
        String secret = leaf.keyPem().lines().skip(1).findFirst().orElseThrow();

        TlsMaterial material = new TlsMaterial(leaf, List.of(authority.certificate()));

        assertThat(material + " " + leaf + " " + authority)
                .contains("CN=netwatch-agent", "CN=NetWatch CA")
                .doesNotContain(secret, "PRIVATE");
    }

    private static void assertRefused(String certificate, String key, String why) {
        assertThatThrownBy(() -> CertificateAuthority.load(certificate, key))
                .isInstanceOf(UnusableCertificateException.class)
                .hasMessageContaining(why)
                .hasNoCause();
    }

    private static int[] usages(X509Certificate certificate) {
        boolean[] bits = certificate.getKeyUsage();
        return IntStream.range(0, bits.length).filter(bit -> bits[bit]).toArray();
    }
}
