package io.netwatch.operator.reconcile;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.netwatch.operator.plan.AgentDiagnosis;
import java.util.Optional;

/** Plays the DaemonSet controller and the kubelets for agents: takes the controller's pod where there is one, else makes it. */
final class AgentKubelet {
    private final ClusterUnderTest cluster;

    AgentKubelet(ClusterUnderTest cluster) {
        this.cluster = cluster;
    }

    /** The agent of a node sees connections. */
    Pod ready(String node) {
        return ready(node, null);
    }

    /** The agent of a node sees connections, and can be asked at an address. */
    Pod ready(String node, String address) {
        return report(
                node,
                new PodStatusBuilder()
                        .withPhase("Running")
                        .withPodIP(address)
                        .addNewCondition()
                        .withType("Ready")
                        .withStatus("True")
                        .endCondition()
                        .withContainerStatuses(container()
                                .withReady(true)
                                .withNewState()
                                .withNewRunning()
                                .endRunning()
                                .endState()
                                .build())
                        .build());
    }

    /** The agent of a node ended so, and is about to be started again. */
    Pod crashed(String node, int exitCode, String message) {
        return report(
                node,
                notReady("Running")
                        .withContainerStatuses(waiting("CrashLoopBackOff", "back-off 5m0s restarting failed container")
                                .withNewLastState()
                                .withNewTerminated()
                                .withExitCode(exitCode)
                                .withReason("Error")
                                .withMessage(message)
                                .endTerminated()
                                .endLastState()
                                .build())
                        .build());
    }

    /** The agent of a node can't be pulled. */
    Pod unpullable(String node, String message) {
        return report(
                node,
                notReady("Pending")
                        .withContainerStatuses(
                                waiting("ImagePullBackOff", message).build())
                        .build());
    }

    private static PodStatusBuilder notReady(String phase) {
        return new PodStatusBuilder()
                .withPhase(phase)
                .addNewCondition()
                .withType("Ready")
                .withStatus("False")
                .endCondition();
    }

    private static ContainerStatusBuilder waiting(String reason, String message) {
        return container()
                .withReady(false)
                .withNewState()
                .withNewWaiting()
                .withReason(reason)
                .withMessage(message)
                .endWaiting()
                .endState();
    }

    private static ContainerStatusBuilder container() {
        ContainerStatus named = new ContainerStatus();
        named.setName("agent");
        named.setImage(ClusterUnderTest.IMAGE);
        named.setImageID("");
        named.setRestartCount(0);
        return new ContainerStatusBuilder(named);
    }

    private Pod report(String node, PodStatus status) {
        Pod pod = find(node).orElseGet(() -> create(node));
        return cluster.admin()
                .pods()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .editStatus(now -> new PodBuilder(now).withStatus(status).build());
    }

    private Optional<Pod> find(String node) {
        return cluster
                .admin()
                .pods()
                .inNamespace(cluster.identity().namespace())
                .withLabels(cluster.identity().selector())
                .list()
                .getItems()
                .stream()
                .filter(pod -> AgentDiagnosis.node(pod).filter(node::equals).isPresent())
                .findFirst();
    }

    private Pod create(String node) {
        DaemonSet owner = cluster.awaitDaemonSet();
        return cluster.admin()
                .resource(new PodBuilder()
                        .withMetadata(owner.getSpec().getTemplate().getMetadata())
                        .editMetadata()
                        .withNamespace(owner.getMetadata().getNamespace())
                        .withName(owner.getMetadata().getName() + "-" + node)
                        .withOwnerReferences(new OwnerReferenceBuilder()
                                .withApiVersion("apps/v1")
                                .withKind("DaemonSet")
                                .withName(owner.getMetadata().getName())
                                .withUid(owner.getMetadata().getUid())
                                .withController(true)
                                .build())
                        .endMetadata()
                        .withSpec(owner.getSpec().getTemplate().getSpec())
                        .editSpec()
                        .withNodeName(node)
                        .endSpec()
                        .build())
                .create();
    }

    /** Lets go of what is being deleted: without kubelets nobody else does. */
    void finishDeletions() {
        cluster
                .admin()
                .pods()
                .inNamespace(cluster.identity().namespace())
                .withLabels(cluster.identity().selector())
                .list()
                .getItems()
                .stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() != null)
                .forEach(pod -> cluster.admin().resource(pod).withGracePeriod(0).delete());
    }
}
