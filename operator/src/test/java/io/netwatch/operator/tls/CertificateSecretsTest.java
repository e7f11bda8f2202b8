package io.netwatch.operator.tls;

import static io.netwatch.operator.tls.CertificateChange.CA_ANNOUNCED;
import static io.netwatch.operator.tls.CertificateChange.CA_CREATED;
import static io.netwatch.operator.tls.CertificateChange.CA_EXPIRED;
import static io.netwatch.operator.tls.CertificateChange.CA_PREVIOUS_DROPPED;
import static io.netwatch.operator.tls.CertificateChange.CA_ROTATED;
import static io.netwatch.operator.tls.CertificateChange.CA_SUCCESSOR_UNREADABLE;
import static io.netwatch.operator.tls.CertificateChange.CA_UNREADABLE;
import static io.netwatch.operator.tls.CertificateChange.LEAF_CREATED;
import static io.netwatch.operator.tls.CertificateChange.LEAF_DUE;
import static io.netwatch.operator.tls.CertificateChange.LEAF_FOREIGN;
import static io.netwatch.operator.tls.CertificateChange.LEAF_UNREADABLE;
import static io.netwatch.operator.tls.CertificateChange.LEAF_WRONG_ROLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateSecretsTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final LeafProfile OPERATOR = LeafProfile.operator("watch", List.of("nw-metrics"));
    private static final OwnerReference OWNER = new OwnerReferenceBuilder()
            .withApiVersion("apps/v1")
            .withKind("Deployment")
            .withName("netwatch-operator")
            .withUid("u-1")
            .build();

    private final CertificateSecrets secrets =
            new CertificateSecrets(new SecretIdentity("nw", "watch", Map.of("app", "netwatch"), OWNER));
    private final IssuedCertificates first = secrets.issue(null, null, START);

    @Test
    void makesBothSecretsWhereThereAreNone() {
        assertThat(first.changes()).containsExactly(CA_CREATED, LEAF_CREATED);
        assertThat(first.caSecret().getMetadata().getName()).isEqualTo("nw-ca");
        assertThat(first.caSecret().getType()).isEqualTo("Opaque");
        assertThat(first.caSecret().getData()).containsOnlyKeys("tls.crt", "tls.key");
        assertThat(first.agentSecret().getMetadata().getName()).isEqualTo("nw-agent-tls");
        assertThat(first.agentSecret().getType()).isEqualTo("kubernetes.io/tls");
        assertThat(first.agentSecret().getData()).containsOnlyKeys("ca.crt", "tls.crt", "tls.key");
    }

    @Test
    void namesSecretsAsAsked() {
        for (Secret secret : List.of(first.caSecret(), first.agentSecret())) {
            assertThat(secret.getMetadata().getNamespace()).isEqualTo("watch");
            assertThat(secret.getMetadata().getLabels()).isEqualTo(Map.of("app", "netwatch"));
            assertThat(secret.getMetadata().getOwnerReferences()).containsExactly(OWNER);
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "59"})
    void keepsBytesThatAreGood(int days) {
        IssuedCertificates later =
                secrets.issue(first.caSecret(), first.agentSecret(), START.plus(Duration.ofDays(days)));

        assertThat(later.changes()).isEmpty();
        assertThat(later.caSecret()).isEqualTo(first.caSecret());
        assertThat(later.agentSecret()).isEqualTo(first.agentSecret());
    }

    @Test
    void renewsLeafInItsLastThird() {
        IssuedCertificates later =
                secrets.issue(first.caSecret(), first.agentSecret(), START.plus(Duration.ofDays(61)));

        assertThat(later.changes()).containsExactly(LEAF_DUE);
        assertThat(later.caSecret()).isEqualTo(first.caSecret());
        assertThat(later.agentSecret().getData().get("tls.key"))
                .isNotEqualTo(first.agentSecret().getData().get("tls.key"));
        assertThat(later.agentSecret().getData().get("ca.crt"))
                .isEqualTo(first.agentSecret().getData().get("ca.crt"));
    }

    @Test
    void replacesLeafThatIsNotValidYet() {
        IssuedCertificates ahead = secrets.issue(first.caSecret(), null, START.plus(Duration.ofDays(30)));

        IssuedCertificates back = secrets.issue(first.caSecret(), ahead.agentSecret(), START);

        assertThat(back.changes()).containsExactly(LEAF_DUE);
    }

    @ParameterizedTest
    @CsvSource({"tls.crt,LEAF_UNREADABLE", "tls.key,LEAF_UNREADABLE"})
    void replacesLeafThatLacksPart(String key, CertificateChange change) {
        assertThat(passOverAgent(without(first.agentSecret(), key)).changes()).containsExactly(change);
    }

    @ParameterizedTest
    @CsvSource({"tls.crt", "tls.key"})
    void replacesLeafThatIsRubbish(String key) {
        assertThat(passOverAgent(with(first.agentSecret(), key, "rubbish")).changes())
                .containsExactly(LEAF_UNREADABLE);
        assertThat(passOverAgent(withRaw(first.agentSecret(), key, "%%%")).changes())
                .containsExactly(LEAF_UNREADABLE);
    }

    @Test
    void replacesLeafWhoseKeyIsAnothers() {
        Secret other = secrets.issue(first.caSecret(), null, START).agentSecret();
        Secret mixed = withRaw(first.agentSecret(), "tls.key", other.getData().get("tls.key"));

        assertThat(passOverAgent(mixed).changes()).containsExactly(LEAF_UNREADABLE);
    }

    @Test
    void replacesLeafOfAnotherRole() throws Exception {
        KeyedCertificate operators = signer(first).issue(OPERATOR, START);

        IssuedCertificates later = passOverAgent(withLeaf(first.agentSecret(), operators));

        assertThat(later.changes()).containsExactly(LEAF_WRONG_ROLE);
    }

    /** An agent is the operator's client, too. */
    @Test
    void replacesLeafThatIsForServersOnly() throws Exception {
        KeyedCertificate server = signer(first)
                .issue(
                        new LeafProfile(
                                "netwatch-agent", Set.of(LeafProfile.SERVER_AUTH), List.of(LeafProfile.AGENT_NAME)),
                        START);

        assertThat(passOverAgent(withLeaf(first.agentSecret(), server)).changes())
                .containsExactly(LEAF_WRONG_ROLE);
    }

    @Test
    void replacesLeafOfAnotherAuthority() {
        IssuedCertificates elsewhere = secrets.issue(null, null, START);

        assertThat(passOverAgent(elsewhere.agentSecret()).changes()).containsExactly(LEAF_FOREIGN);
    }

    @Test
    void restoresTrustListThatSomebodyEdited() {
        IssuedCertificates later = passOverAgent(with(first.agentSecret(), "ca.crt", "rubbish"));

        assertThat(later.agentSecret()).isEqualTo(first.agentSecret());
    }

    @ParameterizedTest
    @CsvSource({"tls.crt", "tls.key"})
    void makesNewAuthorityWhereSecretIsUnreadableAndSaysSo(String key) {
        Secret broken = with(first.caSecret(), key, "rubbish");

        IssuedCertificates later = secrets.issue(broken, first.agentSecret(), START);

        assertThat(later.changes()).containsExactly(CA_UNREADABLE, LEAF_FOREIGN);
        assertThat(later.trusted()).hasSize(1).doesNotContainAnyElementsOf(first.trusted());
    }

    @Test
    void endsTrustAtOnceWhenAuthorityIsDeleted() {
        IssuedCertificates later = secrets.issue(null, first.agentSecret(), START);

        assertThat(later.changes()).containsExactly(CA_CREATED, LEAF_FOREIGN);
        assertThat(later.trusted()).doesNotContainAnyElementsOf(first.trusted());
    }

    @Test
    void makesNewAuthorityWhenItFindsExpiredOne() {
        IssuedCertificates later =
                secrets.issue(first.caSecret(), first.agentSecret(), START.plus(Duration.ofDays(3651)));

        assertThat(later.changes()).containsExactly(CA_EXPIRED, LEAF_FOREIGN);
    }

    @Test
    void rotatesInThreeStepsADayApart() {
        Instant due = START.plus(Duration.ofDays(2450));
        IssuedCertificates announced = secrets.issue(first.caSecret(), first.agentSecret(), due);
        assertThat(announced.changes()).containsExactly(CA_ANNOUNCED, LEAF_DUE);
        assertThat(announced.trusted()).hasSize(2).containsAll(first.trusted());

        assertThat(next(announced, due.plus(Duration.ofHours(23))).changes()).isEmpty();
        IssuedCertificates rotated = next(announced, due.plus(Duration.ofDays(1)));
        assertThat(rotated.changes()).containsExactly(CA_ROTATED, LEAF_FOREIGN);
        assertThat(rotated.trusted()).containsExactlyInAnyOrderElementsOf(announced.trusted());
        assertThat(rotated.caSecret().getData()).containsOnlyKeys("tls.crt", "tls.key", "previous.crt");

        assertThat(next(rotated, due.plus(Duration.ofHours(47))).changes()).isEmpty();
        IssuedCertificates settled = next(rotated, due.plus(Duration.ofDays(2)));
        assertThat(settled.changes()).containsExactly(CA_PREVIOUS_DROPPED);
        assertThat(settled.trusted()).hasSize(1).doesNotContainAnyElementsOf(first.trusted());
    }

    @Test
    void waitsWithRotationUntilAgentsWereToldOfSuccessor() {
        Instant due = START.plus(Duration.ofDays(2450));
        IssuedCertificates announced = secrets.issue(first.caSecret(), first.agentSecret(), due);
        Secret untold = withRaw(
                announced.agentSecret(), "ca.crt", first.agentSecret().getData().get("ca.crt"));

        IssuedCertificates later = secrets.issue(announced.caSecret(), untold, due.plus(Duration.ofHours(30)));

        assertThat(later.changes()).isEmpty();
        assertThat(later.agentSecret()).isEqualTo(announced.agentSecret());
    }

    @Test
    void announcesAnotherSuccessorWhereItsKeyIsLost() {
        Instant due = START.plus(Duration.ofDays(2450));
        IssuedCertificates announced = secrets.issue(first.caSecret(), first.agentSecret(), due);

        IssuedCertificates later = secrets.issue(
                without(announced.caSecret(), "next.key"), announced.agentSecret(), due.plus(Duration.ofHours(30)));

        assertThat(later.changes()).containsExactly(CA_SUCCESSOR_UNREADABLE);
        assertThat(later.trusted().get(0)).isEqualTo(first.trusted().get(0));
    }

    @Test
    void keepsOperatorsMaterialWhileItIsGood() {
        TlsMaterial material = first.operatorMaterial(null, OPERATOR, START);

        assertThat(first.operatorMaterial(material, OPERATOR, START.plus(Duration.ofDays(59))))
                .isSameAs(material);
        assertThat(first.operatorMaterial(material, OPERATOR, START.plus(Duration.ofDays(61)))
                        .identity())
                .isNotSameAs(material.identity());
        assertThat(first.operatorMaterial(material, LeafProfile.operator("watch", List.of()), START)
                        .identity())
                .isNotSameAs(material.identity());
    }

    @Test
    void showsNoKeyAsText() {
        assertThat(first.toString())
                .contains("CA_CREATED")
                .doesNotContain(
                        first.caSecret().getData().get("tls.key"),
                        first.agentSecret().getData().get("tls.key"),
                        "PRIVATE");
    }

    private IssuedCertificates next(IssuedCertificates before, Instant now) {
        return secrets.issue(before.caSecret(), before.agentSecret(), now);
    }

    private IssuedCertificates passOverAgent(Secret agent) {
        IssuedCertificates pass = secrets.issue(first.caSecret(), agent, START);
        assertThat(pass.caSecret()).isEqualTo(first.caSecret());
        return pass;
    }

    private static CertificateAuthority signer(IssuedCertificates issued) throws UnusableCertificateException {
        return CertificateAuthority.load(
                SecretText.of(issued.caSecret(), "tls.crt"), SecretText.of(issued.caSecret(), "tls.key"));
    }

    private static Secret without(Secret secret, String key) {
        return new SecretBuilder(secret).removeFromData(key).build();
    }

    private static Secret with(Secret secret, String key, String text) {
        return withRaw(secret, key, SecretText.data(Map.of(key, text)).get(key));
    }

    private static Secret withRaw(Secret secret, String key, String base64) {
        return new SecretBuilder(secret).addToData(key, base64).build();
    }

    private static Secret withLeaf(Secret secret, KeyedCertificate leaf) {
        return with(with(secret, "tls.crt", leaf.certificatePem()), "tls.key", leaf.keyPem());
    }
}
