package io.netwatch.operator.reconcile;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.netwatch.api.policy.ClusterNetWatchPolicy;
import io.netwatch.api.policy.NetWatchPolicy;
import io.netwatch.api.policy.Policy;
import io.netwatch.api.policy.PolicyApi;
import io.netwatch.api.policy.PolicyStatus;
import io.netwatch.operator.apiserver.ApiServerUnderTest;
import io.netwatch.operator.config.AgentSettings;
import io.netwatch.operator.config.OperatorConfig;
import io.netwatch.operator.config.OperatorPlace;
import io.netwatch.operator.plan.PolicyKey;
import io.netwatch.operator.resource.AgentIdentity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;

/**
 * A cluster for one test: an API server with the CRDs, nodes and namespaces that are the test's own, and policies. Agents go to
 * the test's own nodes only. On a real server nobody else's policies may be there; what the test made is gone when it is closed.
 */
final class ClusterUnderTest implements AutoCloseable {
    /** Of agents that are given to the operator. */
    static final String IMAGE = "netwatch-agent:test";

    private static final ResourceDefinitionContext POLICIES = kind("NetWatchPolicy", "netwatchpolicies", true);
    private static final ResourceDefinitionContext CLUSTER_POLICIES =
            kind("ClusterNetWatchPolicy", "clusternetwatchpolicies", false);

    private final ApiServerUnderTest api = ApiServerUnderTest.start();
    private final MovableClock clock = new MovableClock();
    private final List<RunningOperator> operators = new ArrayList<>();
    private final KubernetesClient reader;
    private final AgentIdentity identity;

    /** @param name of the operator's installation: prefix of all that it makes */
    ClusterUnderTest(String name) {
        api.installCrds();
        reader = ApiServer.client(api.admin().getConfiguration());
        soon().until(() -> policies().isEmpty());
        identity = new AgentIdentity(name, api.namespace(name), null);
    }

    private static ResourceDefinitionContext kind(String kind, String plural, boolean namespaced) {
        return new ResourceDefinitionContext.Builder()
                .withGroup(PolicyApi.GROUP)
                .withVersion(PolicyApi.VERSION)
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(namespaced)
                .build();
    }

    /** Patience for what is to happen by itself: an operator that backs off looks again within half a minute. */
    static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptions();
    }

    ApiServerUnderTest api() {
        return api;
    }

    KubernetesClient admin() {
        return api.admin();
    }

    /** What the operator's objects are called; without an owner. */
    AgentIdentity identity() {
        return identity;
    }

    MovableClock clock() {
        return clock;
    }

    /** Runs an operator without leader election; closed with this. */
    RunningOperator operator() {
        return operator(new OperatorPlace(identity.namespace(), "operator-0", null, false));
    }

    RunningOperator operator(OperatorPlace place) {
        RunningOperator operator = new RunningOperator(api.config(), config(), place, clock);
        operators.add(operator);
        return operator.start();
    }

    private OperatorConfig config() {
        Map<String, String> ownNodes = Map.of(ApiServerUnderTest.RUN_LABEL, api.runLabel());
        AgentSettings agents = new AgentSettings(
                IMAGE, null, null, null, null, null, null, null, ownNodes, null, null, null, null, null, null, null);
        return new OperatorConfig(identity.instance(), agents, null);
    }

    // --- what users have ---

    String namespace(String prefix) {
        return api.namespace(prefix);
    }

    /** A node that agents may run on, with a name of this run; returns the name. */
    String node(String name, Map<String, String> labels) {
        String unique = unique(name);
        admin().resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(unique)
                        .withLabels(labels)
                        .addToLabels("kubernetes.io/os", "linux")
                        .addToLabels(ApiServerUnderTest.RUN_LABEL, api.runLabel())
                        .endMetadata()
                        .build())
                .create();
        return unique;
    }

    Pod pod(String namespace, String name, String node, Map<String, String> labels) {
        return admin().resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace)
                        .withLabels(labels)
                        .endMetadata()
                        .withNewSpec()
                        .withNodeName(node)
                        .addNewContainer()
                        .withName("app")
                        .withImage("app")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
    }

    Secret secret(String namespace, String name, Map<String, String> labels, Map<String, String> data) {
        return admin().resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace)
                        .withLabels(labels)
                        .endMetadata()
                        .withStringData(data)
                        .build())
                .create();
    }

    /** A name that no other run has. */
    String unique(String name) {
        return api.runLabel() + "-" + name;
    }

    // --- policies ---

    /** Makes a policy; {@code spec} is YAML. */
    PolicyKey policy(String namespace, String name, String spec) {
        return create(new PolicyKey("NetWatchPolicy", namespace, name), spec);
    }

    /** Makes a policy of the cluster, with a name of this run. */
    PolicyKey clusterPolicy(String name, String spec) {
        return create(new PolicyKey("ClusterNetWatchPolicy", null, unique(name)), spec);
    }

    private PolicyKey create(PolicyKey key, String spec) {
        GenericKubernetesResource policy = new GenericKubernetesResource();
        policy.setApiVersion(PolicyApi.GROUP + "/" + PolicyApi.VERSION);
        policy.setKind(key.kind());
        policy.setMetadata(new io.fabric8.kubernetes.api.model.ObjectMetaBuilder()
                .withNamespace(key.namespace())
                .withName(key.name())
                .addToLabels(ApiServerUnderTest.RUN_LABEL, api.runLabel())
                .build());
        policy.setAdditionalProperty("spec", yaml(spec));
        raw(key, policy).create();
        return key;
    }

    private Object yaml(String text) {
        return reader.getKubernetesSerialization().unmarshal("---\n" + text, Object.class);
    }

    /** Has another spec instead. */
    void change(PolicyKey key, String spec) {
        raw(key).edit(policy -> {
            policy.setAdditionalProperty("spec", yaml(spec));
            return policy;
        });
    }

    void delete(PolicyKey key) {
        raw(key).delete();
    }

    /** The policy as anything that the API server stores. */
    Resource<GenericKubernetesResource> raw(PolicyKey key) {
        GenericKubernetesResource named = new GenericKubernetesResource();
        named.setMetadata(new io.fabric8.kubernetes.api.model.ObjectMetaBuilder()
                .withNamespace(key.namespace())
                .withName(key.name())
                .build());
        return raw(key, named);
    }

    private Resource<GenericKubernetesResource> raw(PolicyKey key, GenericKubernetesResource policy) {
        MixedOperation<GenericKubernetesResource, ?, Resource<GenericKubernetesResource>> all =
                admin().genericKubernetesResources(key.isCluster() ? CLUSTER_POLICIES : POLICIES);
        return key.isCluster()
                ? all.resource(policy)
                : all.inNamespace(key.namespace()).resource(policy);
    }

    /** As the operator reads it. */
    Policy read(PolicyKey key) {
        return key.isCluster()
                ? reader.resources(ClusterNetWatchPolicy.class)
                        .withName(key.name())
                        .get()
                : reader.resources(NetWatchPolicy.class)
                        .inNamespace(key.namespace())
                        .withName(key.name())
                        .get();
    }

    PolicyStatus status(PolicyKey key) {
        return read(key).getStatus();
    }

    /** A condition of a status that is about the policy's present spec; fails where there is none. */
    Condition condition(PolicyKey key, String type) {
        Policy policy = read(key);
        PolicyStatus status = policy.getStatus();
        if (!policy.getMetadata().getGeneration().equals(status.observedGeneration())) {
            throw new IllegalStateException(key + " has a status of an older spec");
        }
        return status.conditions().stream()
                .filter(condition -> condition.getType().equals(type))
                .findFirst()
                .orElseThrow();
    }

    /** Waits until a condition has this status and reason; returns it. */
    Condition awaitCondition(PolicyKey key, String type, String status, String reason) {
        AtomicReference<String> last = new AtomicReference<>("none");
        return soon().conditionEvaluationListener(seen -> last.set(String.valueOf(seen.getValue())))
                .alias(key + " to have " + type + "=" + status + " " + reason)
                .until(
                        () -> condition(key, type),
                        is -> is.getStatus().equals(status) && is.getReason().equals(reason));
    }

    List<Policy> policies() {
        return Stream.<Policy>concat(
                        reader.resources(NetWatchPolicy.class).inAnyNamespace().list().getItems().stream(),
                        reader.resources(ClusterNetWatchPolicy.class).list().getItems().stream())
                .toList();
    }

    // --- what the operator makes ---

    /** All of the operator's objects that run or configure agents. */
    List<HasMetadata> made() {
        return OwnedKinds.list(admin(), identity.namespace(), identity.labels());
    }

    /** Null when there is none. */
    DaemonSet daemonSet() {
        return admin().apps()
                .daemonSets()
                .inNamespace(identity.namespace())
                .withName(identity.name())
                .get();
    }

    DaemonSet awaitDaemonSet() {
        return soon().until(() -> Optional.ofNullable(daemonSet()), Optional::isPresent)
                .orElseThrow();
    }

    /** Waits until there is something of each kind that the operator makes. */
    void awaitAllMade() {
        soon().until(() -> made().stream().map(HasMetadata::getClass).distinct().count() == OwnedKinds.ALL.size());
    }

    void awaitNothingMade() {
        soon().until(() -> made().isEmpty());
    }

    /** The ConfigMap's one file. */
    String fleetFile() {
        return admin().configMaps()
                .inNamespace(identity.namespace())
                .withName(identity.name())
                .get()
                .getData()
                .get("fleet.yaml");
    }

    AgentKubelet kubelet() {
        return new AgentKubelet(this);
    }

    @Override
    public void close() {
        operators.forEach(RunningOperator::close);
        for (Policy policy : policies()) {
            if (api.runLabel().equals(policy.getMetadata().getLabels().get(ApiServerUnderTest.RUN_LABEL))) {
                delete(PolicyKey.of(policy));
            }
        }
        reader.close();
        api.close();
    }
}
