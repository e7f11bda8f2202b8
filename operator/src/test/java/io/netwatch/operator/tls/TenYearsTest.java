package io.netwatch.operator.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Date;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Passes at random times over 14 years, two rotations: whatever a peer got hold of within the last day works with
 * what is in force. Verification is by each certificate's own dates at the moving clock.
 */
class TenYearsTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration YEARS = Duration.ofDays(14 * 365);
    private static final LeafProfile OPERATOR = LeafProfile.operator("watch", List.of());

    private record Seen(Instant at, List<X509Certificate> trusted, X509Certificate agent, X509Certificate operator) {}

    private final CertificateSecrets secrets =
            new CertificateSecrets(new SecretIdentity("nw", "watch", Map.of(), null));
    private final Map<List<X509Certificate>, Boolean> verified = new HashMap<>();
    private final Deque<Seen> lastDay = new ArrayDeque<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void peersOfTheLastDayAlwaysTrustEachOther(long seed) throws Exception {
        Random random = new Random(seed);
        Secret ca = null;
        Secret agent = null;
        TlsMaterial material = null;
        int rotations = 0;
        Instant now = START;
        Instant quietFrom = START;
        while (now.isBefore(START.plus(YEARS))) {
            IssuedCertificates pass = secrets.issue(ca, agent, now);
            ca = pass.caSecret();
            agent = pass.agentSecret();
            material = pass.operatorMaterial(material, OPERATOR, now);
            rotations += pass.changes().contains(CertificateChange.CA_ROTATED) ? 1 : 0;
            observe(now, agent, material);
            quietFrom = pass.changes().isEmpty() ? quietFrom : now.plus(Duration.ofDays(3));
            now = now.plus(step(random, now.isBefore(quietFrom)));
        }

        assertThat(rotations).as("rotations").isEqualTo(2);
    }

    private void observe(Instant now, Secret agent, TlsMaterial material) throws Exception {
        X509Certificate leaf = KeyedCertificate.ofPem(SecretText.of(agent, "tls.crt"), SecretText.of(agent, "tls.key"))
                .certificate();
        List<X509Certificate> trusted = Pem.certificates(SecretText.of(agent, "ca.crt"));
        while (!lastDay.isEmpty() && lastDay.getFirst().at().isBefore(now.minus(Duration.ofDays(1)))) {
            lastDay.removeFirst();
        }
        lastDay.add(new Seen(now, trusted, leaf, material.identity().certificate()));
        Date date = Date.from(now);
        for (Seen seen : lastDay) {
            assertTrusted(leaf, seen.trusted(), date);
            assertTrusted(material.identity().certificate(), seen.trusted(), date);
            assertTrusted(seen.agent(), trusted, date);
            assertTrusted(seen.operator(), trusted, date);
        }
    }

    /** Hours around changes, else up to days, as when the operator is down. */
    private static Duration step(Random random, boolean busy) {
        return Duration.ofMinutes(30 + random.nextInt(60 * (busy ? 20 : 24 * 15)));
    }

    private void assertTrusted(X509Certificate leaf, List<X509Certificate> trusted, Date at) throws Exception {
        leaf.checkValidity(at);
        assertThat(trusted).as("authorities at %s", at.toInstant()).anySatisfy(ca -> {
            ca.checkValidity(at);
            assertThat(verified.computeIfAbsent(List.of(ca, leaf), pair -> signed(ca, leaf)))
                    .isTrue();
        });
    }

    private static boolean signed(X509Certificate ca, X509Certificate leaf) {
        try {
            leaf.verify(ca.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
