package io.netwatch.operator.reconcile;

import static io.netwatch.operator.reconcile.ClusterUnderTest.soon;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.netwatch.api.policy.Policy;
import io.netwatch.api.policy.PolicyApi;
import io.netwatch.operator.plan.PolicyKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A policy of namespace shop can't watch, read or redirect anything of namespace bank. */
class TenancyTest {
    private static final Map<String, String> ALLOWED = Map.of(PolicyApi.CLOUD_KEY_LABEL, "true");
    private static final String SHOPS = "shops-own-key-4711";
    private static final String BANKS = "banks-own-key-0815";

    private ClusterUnderTest cluster;
    private String shop;
    private String bank;
    private String vaultNode;

    @BeforeEach
    void open() {
        cluster = new ClusterUnderTest("tenancy");
        shop = cluster.namespace("shop");
        bank = cluster.namespace("bank");
        vaultNode = cluster.node("vault", Map.of("pool", "vault"));
        cluster.pod(bank, "vault", vaultNode, Map.of("app", "vault"));
        cluster.operator();
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    /** @param fields what of it a namespaced policy does not have: the API server prunes it */
    private record Attempt(String spec, List<String> fields) {
        Attempt(String spec, String... fields) {
            this(spec, List.of(fields));
        }
    }

    @Test
    void matchesNoPodOfAnotherNamespaceWhateverItSelects() {
        List<Attempt> attempts = List.of(
                new Attempt("{}"),
                new Attempt("{podSelector: {}}"),
                new Attempt("{podSelector: {matchLabels: {app: vault}}}"),
                new Attempt("{podSelector: {matchLabels: {kubernetes.io/metadata.name: %s}}}".formatted(bank)),
                new Attempt("{podSelector: {matchExpressions: [{key: app, operator: In, values: [vault]}]}}"),
                new Attempt("{podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [web]}]}}"),
                new Attempt("{podSelector: {matchExpressions: [{key: app, operator: Exists}]}}"),
                new Attempt("{podSelector: {matchExpressions: [{key: none, operator: DoesNotExist}]}}"),
                new Attempt("{namespaceSelector: {}}", "namespaceSelector"),
                new Attempt(
                        "{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %s}}, podSelector: {}}"
                                .formatted(bank),
                        "namespaceSelector"),
                new Attempt("{namespaces: [%s], namespace: %s}".formatted(bank, bank), "namespaces", "namespace"),
                new Attempt("{hosts: true, nodeSelector: {matchLabels: {pool: vault}}}", "hosts", "nodeSelector"));

        List<PolicyKey> policies = new ArrayList<>();
        for (Attempt attempt : attempts) {
            PolicyKey policy = cluster.policy(shop, "attempt-" + policies.size(), attempt.spec());
            policies.add(policy);
            Map<String, Object> stored = cluster.raw(policy).get().get("spec");
            assertThat(stored)
                    .describedAs(attempt.spec())
                    .doesNotContainKeys(attempt.fields().toArray(String[]::new));
        }

        for (PolicyKey policy : policies) {
            cluster.awaitCondition(policy, "Degraded", "True", "SelectsNothing");
            assertThat(cluster.status(policy).matchedPods()).isZero();
            assertThat(cluster.status(policy).nodes().desired()).isZero();
        }
        PolicyKey ofTheBank = cluster.policy(bank, "own", "{podSelector: {matchLabels: {app: vault}}}");
        cluster.awaitCondition(ofTheBank, "Ready", "False", "RollingOut");
        assertThat(cluster.status(ofTheBank).matchedPods()).isEqualTo(1);
    }

    @Test
    void concernsTheNodesOfItsOwnPodsOnlyWhateverItSaysOfNodes() {
        String node = cluster.node("shop", Map.of("pool", "shop"));
        cluster.pod(shop, "web", node, Map.of("app", "web"));

        PolicyKey policy = cluster.policy(
                shop, "wide", "{hosts: true, nodeSelector: {matchLabels: {pool: vault}}, namespaceSelector: {}}");

        cluster.awaitCondition(policy, "Ready", "False", "RollingOut");
        assertThat(cluster.status(policy).nodes().desired()).isEqualTo(1);
        cluster.kubelet().crashed(vaultNode, 15, "not this policy's to know");
        cluster.kubelet().ready(node);
        cluster.awaitCondition(policy, "Ready", "True", "Watching");
        assertThat(cluster.status(policy).failures()).isEmpty();
    }

    @Test
    void usesNoSecretOfAnotherNamespaceThatItNamesWithASlash() {
        cluster.secret(bank, "cloud", ALLOWED, Map.of("api-key", BANKS));

        assertRejected(
                "{cloud: {endpoint: \"https://elsewhere.example.com\", apiKeySecretRef: {name: %s/cloud}}}"
                        .formatted(bank),
                "Secrets of its own namespace only");
        assertRejected(
                "{cloud: {endpoint: \"https://elsewhere.example.com\", apiKeySecretRef: {name: ../%s/cloud}}}"
                        .formatted(bank),
                "Secrets of its own namespace only");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///var/lib/kubelet",
                "FILE:///var/lib/kubelet",
                "http://169.254.169.254/latest",
                "unix:///run/containerd.sock"
            })
    void sendsToNoFolderOfTheNodeAndNowhereInTheClear(String endpoint) {
        assertRejected("{cloud: {endpoint: \"%s\"}}".formatted(endpoint), "https://");
    }

    private int attempts;

    /** By the API server, whose CEL rules the server in memory does not evaluate, or by the operator. */
    private void assertRejected(String spec, String words) {
        PolicyKey key = new PolicyKey("NetWatchPolicy", shop, "attempt-" + ++attempts);
        try {
            cluster.policy(shop, key.name(), spec);
        } catch (KubernetesClientException refusal) {
            assertThat(refusal.getMessage()).contains(words);
            return;
        }
        assertThat(cluster.api().isReal()).isFalse();
        assertThat(cluster.awaitCondition(key, "Accepted", "False", "InvalidSpec")
                        .getMessage())
                .contains(words);
        assertThat(keys()).isEmpty();
        cluster.delete(key);
    }

    @Test
    void usesNoSecretOfAnotherNamespaceThatItNamesInAField() {
        cluster.secret(bank, "cloud", ALLOWED, Map.of("api-key", BANKS));

        PolicyKey policy = cluster.policy(shop, "one", """
                cloud:
                  endpoint: https://elsewhere.example.com
                  apiKeySecretRef: {name: cloud, namespace: %s}
                """.formatted(bank));

        assertThat(cluster.awaitCondition(policy, "Degraded", "True", "SelectsNothing")
                        .getMessage())
                .contains("Secret " + shop + "/cloud does not exist");
        cluster.awaitAllMade();
        assertThat(keys()).isEmpty();
        assertThat(uploads()).isEmpty();
    }

    @Test
    void usesNoSecretOfTheOperatorsNamespace() {
        cluster.secret(cluster.identity().namespace(), "cloud", ALLOWED, Map.of("api-key", BANKS));
        PolicyKey policy = cluster.policy(shop, "one", cloud("elsewhere"));
        PolicyKey clusterWide = cluster.clusterPolicy("wide", cloud("ingest"));

        soon().untilAsserted(() -> assertThat(keys()).containsOnlyKeys(uid(clusterWide)));
        assertThat(cluster.awaitCondition(policy, "Degraded", "True", "SelectsNothing")
                        .getMessage())
                .contains("Secret " + shop + "/cloud does not exist");
    }

    @Test
    void usesAnOwnSecretOnlyWhileItsOwnerAllowsIt() {
        Secret secret = cluster.secret(shop, "cloud", Map.of(), Map.of("api-key", SHOPS));
        PolicyKey policy = cluster.policy(shop, "one", cloud("ingest"));
        assertThat(cluster.awaitCondition(policy, "Degraded", "True", "SelectsNothing")
                        .getMessage())
                .contains("lacks the label netwatch.io/cloud-key=true");
        cluster.awaitAllMade();
        assertThat(keys()).isEmpty();

        label(secret, "true");
        soon().untilAsserted(() -> assertThat(keys()).containsExactly(Map.entry(uid(policy), SHOPS)));

        label(secret, "false");
        soon().untilAsserted(() -> assertThat(keys()).isEmpty());
        assertThat(uploads()).isEmpty();
    }

    private void label(Secret secret, String allowed) {
        cluster.admin()
                .secrets()
                .inNamespace(secret.getMetadata().getNamespace())
                .withName(secret.getMetadata().getName())
                .edit(now -> {
                    now.getMetadata().setLabels(Map.of(PolicyApi.CLOUD_KEY_LABEL, allowed));
                    return now;
                });
    }

    @Test
    void keepsPoliciesOfTheSameNameApart() {
        cluster.secret(shop, "cloud", ALLOWED, Map.of("api-key", SHOPS));
        cluster.secret(bank, "cloud", ALLOWED, Map.of("api-key", BANKS));

        PolicyKey ofShop = cluster.policy(shop, "same", cloud("shop"));
        PolicyKey ofBank = cluster.policy(bank, "same", cloud("bank"));

        String shopsUid = uid(ofShop);
        soon().untilAsserted(() ->
                assertThat(keys()).containsOnly(Map.entry(shopsUid, SHOPS), Map.entry(uid(ofBank), BANKS)));
        soon().untilAsserted(() -> assertThat(uploads())
                .containsExactlyInAnyOrder(
                        shop + "/same to https://shop.example.com by " + shopsUid,
                        bank + "/same to https://bank.example.com by " + uid(ofBank)));
        cluster.delete(ofBank);
        soon().untilAsserted(() -> {
            assertThat(keys()).containsExactly(Map.entry(shopsUid, SHOPS));
            assertThat(uploads()).containsExactly(shop + "/same to https://shop.example.com by " + shopsUid);
        });
        cluster.awaitCondition(ofShop, "Accepted", "True", "Accepted");
    }

    @Test
    void tellsKeysToNobodyButAgents() {
        String malformed = "malformed key\nof-two-lines-1234";
        try (CapturedLog log = new CapturedLog()) {
            cluster.secret(shop, "cloud", ALLOWED, Map.of("api-key", SHOPS));
            cluster.secret(bank, "cloud", ALLOWED, Map.of("api-key", malformed, "other", BANKS));
            PolicyKey good = cluster.policy(shop, "good", cloud("ingest"));
            PolicyKey broken = cluster.policy(bank, "broken", cloud("ingest"));
            cluster.awaitCondition(broken, "Degraded", "True", "ApiKeyMalformed");
            PolicyKey missing = cluster.policy(bank, "missing", """
                    {cloud: {endpoint: "https://ingest.example.com", apiKeySecretRef: {name: cloud, key: none}}}""");
            cluster.awaitCondition(missing, "Degraded", "True", "SecretKeyMissing");
            soon().untilAsserted(() -> assertThat(keys()).containsExactly(Map.entry(uid(good), SHOPS)));
            for (int i = 0; i < 5; i++) { // more often than the client tries: it is told in the log
                cluster.api().proxy().failNext("patch", "secrets", 500);
            }
            cluster.admin()
                    .secrets()
                    .inNamespace(cluster.identity().namespace())
                    .withName(cluster.identity().cloudSecretName())
                    .delete();
            soon().untilAsserted(() -> assertThat(keys()).containsExactly(Map.entry(uid(good), SHOPS)));
            cluster.change(good, "{suspend: true}");
            cluster.awaitCondition(good, "Ready", "False", "Suspended");

            String told = told() + log.text();
            assertThat(told).contains("Secret " + bank + "/cloud has no key none", "could not be brought up to date");
            for (String key : List.of(SHOPS, BANKS, malformed, "of-two-lines-1234")) {
                assertThat(told).doesNotContain(key);
                assertThat(told)
                        .doesNotContain(Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8)));
            }
        }
    }

    /** All that anybody but an agent or a reader of Secrets could read: policies, events, what the operator made, requests. */
    private String told() {
        List<Object> all = new ArrayList<>(cluster.policies());
        for (String namespace : List.of(shop, bank)) {
            all.addAll(cluster.admin()
                    .events()
                    .v1()
                    .events()
                    .inNamespace(namespace)
                    .list()
                    .getItems());
        }
        all.addAll(cluster.made().stream()
                .filter(object -> !(object instanceof Secret))
                .toList());
        all.addAll(cluster.api().proxy().requests());
        return all.stream()
                .map(each -> each instanceof HasMetadata
                        ? cluster.admin().getKubernetesSerialization().asJson(each)
                        : each.toString())
                .collect(Collectors.joining("\n"));
    }

    private static String cloud(String host) {
        return "{cloud: {endpoint: \"https://%s.example.com\", apiKeySecretRef: {name: cloud}}}".formatted(host);
    }

    private String uid(PolicyKey key) {
        Policy policy = cluster.read(key);
        return policy.getMetadata().getUid();
    }

    /** What the agents' Secret has, in the clear; empty when there is none. */
    private Map<String, String> keys() {
        Secret secret = cluster.admin()
                .secrets()
                .inNamespace(cluster.identity().namespace())
                .withName(cluster.identity().cloudSecretName())
                .get();
        return Optional.ofNullable(secret).map(Secret::getData).orElse(Map.of()).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        each -> new String(Base64.getDecoder().decode(each.getValue()), StandardCharsets.UTF_8)));
    }

    /** What the agents' file says: which policy sends where, with which key. */
    private List<String> uploads() {
        JsonNode file = cluster.admin().getKubernetesSerialization().unmarshal(cluster.fleetFile(), JsonNode.class);
        List<String> uploads = new ArrayList<>();
        file.get("uploads")
                .forEach(each -> uploads.add("%s/%s to %s by %s"
                        .formatted(
                                each.get("namespace").asText(),
                                each.get("policy").asText(),
                                each.get("endpoint").asText(),
                                each.get("keyFile").asText())));
        return uploads;
    }
}
