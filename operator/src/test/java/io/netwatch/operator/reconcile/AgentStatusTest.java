package io.netwatch.operator.reconcile;

import static io.netwatch.operator.reconcile.ClusterUnderTest.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.netwatch.api.node.ExitReason;
import io.netwatch.api.node.NodeReport;
import io.netwatch.api.node.PolicyReport;
import io.netwatch.api.policy.NodeFailure;
import io.netwatch.operator.plan.PolicyKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A policy's status tells how far its agents are, and events tell when that changes. */
class AgentStatusTest {
    /** Agents are asked every half minute, and a status is written some seconds later at most. */
    private static final Duration PATIENCE = Duration.ofSeconds(100);

    private ClusterUnderTest cluster;
    private String shop;
    private String a;
    private String b;
    private PolicyKey policy;

    @BeforeEach
    void open() {
        cluster = new ClusterUnderTest("agents");
        shop = cluster.namespace("shop");
        a = cluster.node("a", Map.of());
        b = cluster.node("b", Map.of());
        cluster.pod(shop, "on-a", a, Map.of());
        cluster.pod(shop, "on-b", b, Map.of());
        cluster.operator();
        policy = cluster.policy(shop, "one", "{}");
        cluster.awaitCondition(policy, "Ready", "False", "RollingOut");
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void isReadyWhenEveryAgentIs() {
        cluster.kubelet().ready(a);
        soon().until(() -> "1/2".equals(cluster.status(policy).nodes().summary()));
        assertThat(cluster.condition(policy, "Ready").getMessage()).contains("1/2");

        cluster.kubelet().ready(b);

        assertThat(cluster.awaitCondition(policy, "Ready", "True", "Watching").getMessage())
                .contains("all 2 nodes");
        assertThat(cluster.status(policy).failures()).isEmpty();
    }

    @Test
    void saysWhyAgentsFailOnWhichNodes() {
        cluster.kubelet().crashed(a, ExitReason.NO_BTF.code(), "the kernel 4.19 has no BTF");
        cluster.kubelet().unpullable(b, "Back-off pulling image");

        soon().until(() -> cluster.status(policy).nodes().failed() == 2);

        assertThat(cluster.status(policy).failures())
                .containsExactlyInAnyOrder(
                        new NodeFailure("NoBTF", "the kernel 4.19 has no BTF", 1, List.of(a)),
                        new NodeFailure("ImagePullBackOff", "Back-off pulling image", 1, List.of(b)));
        assertThat(cluster.condition(policy, "Ready").getMessage())
                .contains("fail on 2 of 2 nodes", "NoBTF on " + a, "ImagePullBackOff on " + b);
        assertThat(cluster.condition(policy, "Ready").getReason()).isEqualTo("AgentsFailing");
    }

    @Test
    void isReadyAgainWhenTheLastFailingAgentRecovers() {
        cluster.kubelet().ready(a);
        cluster.kubelet().crashed(b, ExitReason.VERIFIER_REJECTED.code(), "");
        String advice = cluster.awaitCondition(policy, "Ready", "False", "AgentsFailing")
                .getMessage();
        assertThat(advice).contains("VerifierRejected", ExitReason.VERIFIER_REJECTED.advice());

        cluster.kubelet().ready(b);

        cluster.awaitCondition(policy, "Ready", "True", "Watching");
        assertThat(cluster.status(policy).failures()).isEmpty();
        assertThat(cluster.status(policy).nodes().failed()).isZero();
    }

    @Test
    void tellsEachChangeOfAConditionAsOneEvent() {
        cluster.kubelet().ready(a);
        cluster.kubelet().ready(b);
        cluster.awaitCondition(policy, "Ready", "True", "Watching");
        cluster.change(policy, "{suspend: true}");
        cluster.awaitCondition(policy, "Ready", "False", "Suspended");
        cluster.admin()
                .pods()
                .inNamespace(shop)
                .withName("on-a")
                .withGracePeriod(0)
                .delete();
        soon().until(() -> cluster.status(policy).matchedPods() == 1);

        soon().untilAsserted(() -> assertThat(events().stream()
                        .map(event -> event.getType() + " " + event.getReason())
                        .toList())
                .contains("Warning RollingOut", "Normal Watching", "Warning Suspended"));

        Map<String, Long> byText = events().stream()
                .collect(Collectors.groupingBy(
                        event -> event.getReason() + " " + event.getNote(), Collectors.counting()));
        assertThat(byText)
                .allSatisfy((text, count) -> assertThat(count).describedAs(text).isEqualTo(1));
        assertThat(events()).allSatisfy(event -> {
            assertThat(event.getReportingController()).isEqualTo("netwatch.io/operator");
            assertThat(event.getRegarding().getName()).isEqualTo(policy.name());
            assertThat(event.getEventTime()).isNotNull();
        });
    }

    @Test
    void tellsWhatAgentsTellOfThePolicy() {
        Secret tls = soon().until(() -> secret(cluster.identity().tlsSecretName()), found -> found != null);
        String uid = cluster.read(policy).getMetadata().getUid();
        PolicyReport.Upload upload = new PolicyReport.Upload("Delivering", null, "2026-01-01T12:00:30.123Z", 5, 0, 0);
        PolicyReport all = new PolicyReport(uid, 1, 1, 500, 41.6, 7, "full", upload, List.of());
        PolicyReport less = new PolicyReport(
                uid,
                1,
                1,
                500,
                30,
                0,
                "sampled",
                null,
                List.of(new PolicyReport.Unmet("NoIPv6", "IPv6 is not seen here")));
        try (SpeakingAgent one = new SpeakingAgent("127.31.7.1", tls, report(all));
                SpeakingAgent two = new SpeakingAgent("127.31.7.2", tls, report(less))) {
            cluster.kubelet().ready(a, one.address());
            cluster.kubelet().ready(b, two.address());

            soon().atMost(PATIENCE)
                    .until(() -> Long.valueOf(72).equals(cluster.status(policy).eventsPerSecond()));
            assertThat(cluster.status(policy).lostEvents()).isEqualTo(7);
            assertThat(cluster.status(policy).lastUploadTime()).isEqualTo("2026-01-01T12:00:00Z");
            assertThat(cluster.condition(policy, "Degraded").getReason()).isEqualTo("NoIPv6");
            assertThat(cluster.condition(policy, "Degraded").getMessage())
                    .contains(
                            "IPv6 is not seen here (on " + b + ")",
                            "only a sample of the events is told on 1 node (" + b);
        }
    }

    private static NodeReport report(PolicyReport... policies) {
        return new NodeReport("0.1.0", null, 1, 1, Map.of(), "2026-01-01T12:00:00Z", List.of(policies));
    }

    private Secret secret(String name) {
        return cluster.admin()
                .secrets()
                .inNamespace(cluster.identity().namespace())
                .withName(name)
                .get();
    }

    @Test
    void tellsOfPoliciesOfTheClusterInNamespaceDefault() {
        PolicyKey clusterWide = cluster.clusterPolicy("wide", "{suspend: true}");
        cluster.awaitCondition(clusterWide, "Ready", "False", "Suspended");
        String uid = cluster.read(clusterWide).getMetadata().getUid();

        soon().untilAsserted(() -> assertThat(eventsIn("default", uid))
                .extracting(Event::getReason)
                .containsExactly("Suspended"));
    }

    private List<Event> events() {
        return eventsIn(shop, cluster.read(policy).getMetadata().getUid());
    }

    private List<Event> eventsIn(String namespace, String uid) {
        return cluster.admin().events().v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(event -> uid.equals(event.getRegarding().getUid()))
                .toList();
    }
}
