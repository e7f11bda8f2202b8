package io.netwatch.e2e.system;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.netwatch.e2e.testbed.Names;
import io.netwatch.e2e.testbed.Testbed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** NetWatch in namespace {@value #NAMESPACE} of a testbed, as {@code helm install netwatch} leaves it. */
public final class Installation {
    public static final String NAMESPACE = "netwatch";

    /** Of the operator's Deployment and Service, and of its certificate. */
    public static final String OPERATOR = "netwatch-operator";

    private static final String OPERATOR_IMAGE = "netwatch-operator:testbed";
    private static final String AGENT_IMAGE = "netwatch-agent:testbed";
    private static final String OPERATOR_ADDRESS = "10.96.0.20";
    private static final int IDENTITY_PORT = 7444;
    private static final Map<String, String> LABELS = Map.of(
            "app.kubernetes.io/name", "netwatch",
            "app.kubernetes.io/instance", "netwatch",
            "app.kubernetes.io/component", "operator");

    private static final String TEMPLATE_HASH = "pod-template-hash";
    private static final String HASH = Names.hash(OPERATOR);

    private final Testbed testbed;
    private final KubernetesClient client;
    private HasMetadata operatorSet;
    private int operators;

    private Installation(Testbed testbed) {
        this.testbed = testbed;
        this.client = testbed.client();
    }

    /**
     * Installs it; the operator is up some seconds later, and an agent once there is a policy.
     *
     * @param agentOutput flags of what the agent prints where this process does, {@code --output} first; none for nothing
     * @param operatorPort where the operator reaches the API server, see {@link Testbed#serveApi}
     * @param agentPort where the agent does
     */
    public static Installation install(
            Testbed testbed, Checkout checkout, List<String> agentOutput, int operatorPort, int agentPort) {
        testbed.provide(OPERATOR_IMAGE, checkout.operator(testbed.kubeconfig(operatorPort)));
        testbed.provide(AGENT_IMAGE, checkout.agent(testbed.kubeconfig(agentPort), agentOutput));
        Installation installation = new Installation(testbed);
        installation.crds(checkout.crds());
        installation.namespace();
        installation.operator();
        return installation;
    }

    private void crds(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                client.resource(Files.readString(file)).create();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void namespace() {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build())
                .create();
        client.resource(new ServiceBuilder()
                        .withMetadata(metadata(OPERATOR, null))
                        .withNewSpec()
                        .withClusterIP(OPERATOR_ADDRESS)
                        .withClusterIPs(OPERATOR_ADDRESS)
                        .withSelector(LABELS)
                        .addNewPort()
                        .withName("identity")
                        .withPort(IDENTITY_PORT)
                        .endPort()
                        .endSpec()
                        .build())
                .create();
    }

    private void operator() {
        HasMetadata deployment = client.resource(new DeploymentBuilder()
                        .withMetadata(metadata(OPERATOR, null))
                        .withNewSpec()
                        .withNewSelector()
                        .withMatchLabels(LABELS)
                        .endSelector()
                        .withNewTemplate()
                        .withMetadata(metadata(null, null))
                        .withSpec(operatorSpec())
                        .endTemplate()
                        .endSpec()
                        .build())
                .create();
        operatorSet = client.resource(new ReplicaSetBuilder()
                        .withMetadata(metadata(OPERATOR + "-" + HASH, deployment))
                        .withNewSpec()
                        .withNewSelector()
                        .addToMatchLabels(LABELS)
                        .addToMatchLabels(TEMPLATE_HASH, HASH)
                        .endSelector()
                        .endSpec()
                        .build())
                .create();
        startOperator();
    }

    /** Starts an operator's pod; to be called again when there is none any more. */
    public void startOperator() {
        String name = operatorSet.getMetadata().getName() + "-" + Names.suffix(HASH + operators++);
        client.resource(new PodBuilder()
                        .withMetadata(metadata(name, operatorSet))
                        .editMetadata()
                        .addToLabels(TEMPLATE_HASH, HASH)
                        .endMetadata()
                        .withSpec(operatorSpec())
                        .build())
                .create();
    }

    private static PodSpec operatorSpec() {
        return new PodSpecBuilder()
                .withNodeName(Testbed.NODE)
                .withTerminationGracePeriodSeconds(5L)
                .withContainers(new ContainerBuilder()
                        .withName("operator")
                        .withImage(OPERATOR_IMAGE)
                        .withArgs(
                                "--namespace=" + NAMESPACE,
                                "--agent-image=" + AGENT_IMAGE,
                                "--no-leader-election",
                                "--identity-port=" + IDENTITY_PORT)
                        .withEnv(
                                field("POD_NAME", "metadata.name"),
                                field("POD_NAMESPACE", "metadata.namespace"),
                                new EnvVar("NETWATCH_DEPLOYMENT", OPERATOR, null),
                                new EnvVar(
                                        "NETWATCH_IDENTITY_ADDRESS",
                                        OPERATOR + "." + NAMESPACE + ".svc:" + IDENTITY_PORT,
                                        null))
                        .withNewReadinessProbe()
                        .withNewExec()
                        .withCommand("/app/probe", "ready")
                        .endExec()
                        .withTimeoutSeconds(5)
                        .endReadinessProbe()
                        .build())
                .build();
    }

    private static EnvVar field(String name, String path) {
        return new EnvVarBuilder()
                .withName(name)
                .withNewValueFrom()
                .withNewFieldRef("v1", path)
                .endValueFrom()
                .build();
    }

    private static ObjectMeta metadata(String name, HasMetadata owner) {
        ObjectMetaBuilder metadata = new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(name == null ? null : NAMESPACE)
                .withLabels(LABELS);
        return owner == null
                ? metadata.build()
                : metadata.addNewOwnerReference()
                        .withApiVersion(owner.getApiVersion())
                        .withKind(owner.getKind())
                        .withName(owner.getMetadata().getName())
                        .withUid(owner.getMetadata().getUid())
                        .withController(true)
                        .endOwnerReference()
                        .build();
    }

    /** Applies a policy, or anything else that is YAML. */
    public void apply(String yaml) {
        client.resource(yaml).forceConflicts().serverSideApply();
    }

    /** The operator's pod, as the API server has it. */
    public Optional<Pod> operatorPod() {
        return podWith("operator");
    }

    /** The agent's pod, as the API server has it; empty before there is one. */
    public Optional<Pod> agentPod() {
        return podWith("agent");
    }

    private Optional<Pod> podWith(String component) {
        return client
                .pods()
                .inNamespace(NAMESPACE)
                .withLabel("app.kubernetes.io/component", component)
                .list()
                .getItems()
                .stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .findFirst();
    }

    /** What the operator printed. */
    public String operatorLog() {
        return operatorPod()
                .map(pod -> testbed.podLog(NAMESPACE, pod.getMetadata().getName()))
                .orElse("");
    }

    /** What the agent printed, where it prints into a log. */
    public String agentLog() {
        return agentPod()
                .map(pod -> testbed.podLog(NAMESPACE, pod.getMetadata().getName()))
                .orElse("");
    }

    /** The way to whatever agent there is at the time of a question, from a port that is free. */
    public AgentAccess agent() {
        return AgentAccess.open(testbed, this::agentPod);
    }

    /** Whether a pod is ready. */
    public static boolean isReady(Pod pod) {
        return pod.getStatus() != null
                && pod.getStatus().getConditions() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Ready")
                                && condition.getStatus().equals("True"));
    }
}
