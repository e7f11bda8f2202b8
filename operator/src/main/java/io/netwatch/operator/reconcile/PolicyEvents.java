package io.netwatch.operator.reconcile;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.netwatch.api.policy.Policy;
import io.netwatch.api.policy.PolicyStatus;
import io.netwatch.operator.status.StatusFactory;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Tells as Kubernetes events what changed in the conditions of a policy. An event that can't be written is only logged. */
final class PolicyEvents {
    private static final Logger LOG = Logger.getLogger(PolicyEvents.class);
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    /** Longest note that the API server takes, in bytes (events.k8s.io/v1). */
    private static final int MAX_NOTE = 1024;

    /** Where events of objects without namespace go (Kubernetes' own {@code metav1.NamespaceDefault}). */
    private static final String CLUSTER_EVENTS = "default";

    private final KubernetesClient client;
    private final String reporter;
    private final Clock clock;

    /** @param reporter name of this process, for the events */
    PolicyEvents(KubernetesClient client, String reporter, Clock clock) {
        this.client = client;
        this.reporter = reporter;
        this.clock = clock;
    }

    /** Tells of each condition that is another than before. */
    void tell(Policy policy, PolicyStatus before, PolicyStatus after) {
        for (Condition condition : after.conditions()) {
            Optional<Condition> last = (before == null ? List.<Condition>of() : before.conditions())
                    .stream()
                            .filter(c -> condition.getType().equals(c.getType()))
                            .findFirst();
            if (isNews(condition, last)) {
                create(policy, condition);
            }
        }
    }

    /** That a policy is accepted and nothing of it is missing is no news at its beginning. */
    private static boolean isNews(Condition condition, Optional<Condition> last) {
        return last.map(before -> !before.getStatus().equals(condition.getStatus())
                        || !before.getReason().equals(condition.getReason()))
                .orElse(!isGood(condition));
    }

    private static boolean isGood(Condition condition) {
        boolean degraded = StatusFactory.DEGRADED.equals(condition.getType());
        return degraded != "True".equals(condition.getStatus());
    }

    private void create(Policy policy, Condition condition) {
        Instant now = clock.instant();
        String namespace = policy.getMetadata().getNamespace();
        Event event = new EventBuilder()
                .withNewMetadata()
                .withGenerateName(policy.getMetadata().getName() + "-")
                .withNamespace(namespace == null ? CLUSTER_EVENTS : namespace)
                .endMetadata()
                .withEventTime(new MicroTime(MICROS.format(now)))
                .withReportingController("netwatch.io/operator")
                .withReportingInstance(reporter)
                .withAction(condition.getType())
                .withType(isGood(condition) ? "Normal" : "Warning")
                .withReason(condition.getReason())
                .withNote(shortened(condition.getMessage()))
                .withRegarding(new ObjectReferenceBuilder()
                        .withApiVersion(policy.getApiVersion())
                        .withKind(policy.getKind())
                        .withNamespace(namespace)
                        .withName(policy.getMetadata().getName())
                        .withUid(policy.getMetadata().getUid())
                        .build())
                .build();
        try {
            client.resource(event).create();
        } catch (KubernetesClientException e) {
            LOG.debugf(
                    "An event on %s was not written: %s", policy.getMetadata().getName(), e.getMessage());
        }
    }

    /** In characters that are at most four bytes each. */
    private static String shortened(String note) {
        return note.length() <= MAX_NOTE / 4 || note.getBytes(StandardCharsets.UTF_8).length < MAX_NOTE
                ? note
                : note.substring(0, Math.min(note.length(), MAX_NOTE / 4)) + "...";
    }
}
