package io.netwatch.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.netwatch.operator.resource.AgentIdentity;
import io.netwatch.operator.tls.CertificateChange;
import io.netwatch.operator.tls.CertificateSecrets;
import io.netwatch.operator.tls.IssuedCertificates;
import io.netwatch.operator.tls.LeafProfile;
import io.netwatch.operator.tls.SecretIdentity;
import io.netwatch.operator.tls.TlsMaterial;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * What operator and agents prove themselves with: Secrets for the leader to apply, and the operator's own certificate, which
 * every replica makes for itself. Thread-safe.
 */
final class Credentials {
    private static final Logger LOG = Logger.getLogger(Credentials.class);

    /** What only the replica that leads may do: its Secrets are the ones that count. */
    private static final Set<CertificateChange> NEW_AUTHORITY =
            Set.of(CertificateChange.CA_CREATED, CertificateChange.CA_UNREADABLE, CertificateChange.CA_EXPIRED);

    private final CertificateSecrets certificates;
    private final SecretIdentity names;
    private final LeafProfile operator;
    private final Function<String, Secret> secrets;
    private final Clock clock;
    private final List<Consumer<TlsMaterial>> users = new ArrayList<>();
    private TlsMaterial held;

    /** @param secrets finds a Secret of the operator's namespace; null when there is none */
    Credentials(AgentIdentity identity, LeafProfile operator, Function<String, Secret> secrets, Clock clock) {
        names = new SecretIdentity(identity.instance(), identity.namespace(), identity.labels(), identity.owner());
        certificates = new CertificateSecrets(names);
        this.operator = operator;
        this.secrets = secrets;
        this.clock = clock;
    }

    /** Has somebody told of the operator's certificate, as soon as there is one and whenever it is another. */
    synchronized void use(Consumer<TlsMaterial> user) {
        users.add(user);
        if (held != null) {
            user.accept(held);
        }
    }

    /** For the replica that leads: the Secrets as they should be, the authority's first. They must be applied. */
    synchronized List<HasMetadata> issue() {
        IssuedCertificates issued = issued();
        issued.changes().forEach(change -> LOG.infof("Certificates of %s: %s", names.name(), change.sentence()));
        adopt(issued);
        return List.of(issued.caSecret(), issued.agentSecret());
    }

    /** For a replica that does not lead: signs its own certificate by the authority that the leader keeps. */
    synchronized void follow() {
        IssuedCertificates issued = issued();
        if (issued.changes().stream().noneMatch(NEW_AUTHORITY::contains)) {
            adopt(issued);
        }
    }

    private IssuedCertificates issued() {
        return certificates.issue(secrets.apply(names.caSecret()), secrets.apply(names.agentSecret()), clock.instant());
    }

    private void adopt(IssuedCertificates issued) {
        TlsMaterial now = issued.operatorMaterial(held, operator, clock.instant());
        if (!now.equals(held)) {
            held = now;
            users.forEach(user -> user.accept(now));
        }
    }
}
