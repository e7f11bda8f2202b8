package io.netwatch.operator.tls;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What tests show each other: an authority, its agent and its operator, valid at the real time. */
final class Certificates {
    static final LeafProfile OPERATOR = LeafProfile.operator("watch", List.of("nw-metrics"));

    final CertificateAuthority authority = CertificateAuthority.create(Instant.now());

    KeyedCertificate agent() {
        return authority.issue(LeafProfile.agent(), Instant.now());
    }

    KeyedCertificate operator() {
        return authority.issue(OPERATOR, Instant.now());
    }

    KeyedCertificate expiredAgent() {
        return authority.issue(LeafProfile.agent(), Instant.now().minus(Duration.ofDays(91)));
    }

    KeyedCertificate agentThatIsClientOnly() {
        return authority.issue(
                new LeafProfile("netwatch-agent", Set.of(LeafProfile.CLIENT_AUTH), List.of("netwatch-agent")),
                Instant.now());
    }

    /** The operator's side, trusting this authority alone. */
    TlsMaterial material() {
        return new TlsMaterial(operator(), List.of(authority.certificate()));
    }
}
