package io.netwatch.e2e.shop;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.netwatch.e2e.testbed.Names;
import io.netwatch.e2e.testbed.Testbed;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes pods with those who own them, as the controllers of a cluster would. */
final class Workloads {
    private static final String APP = "app";

    private final KubernetesClient client;
    private final String namespace;
    private final String image;

    Workloads(KubernetesClient client, String namespace, String image) {
        this.client = client;
        this.namespace = namespace;
        this.image = image;
    }

    /** A Deployment and its ReplicaSet with so many pods. Returns the names of the pods. */
    List<String> deployment(String name, int replicas, List<HostAlias> aliases, Container container) {
        String hash = Names.hash(name);
        Deployment deployment = create(new DeploymentBuilder()
                .withMetadata(metadata(name, Map.of(APP, name), null))
                .withNewSpec()
                .withReplicas(replicas)
                .withNewSelector()
                .addToMatchLabels(APP, name)
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels(APP, name)
                .endMetadata()
                .withNewSpec()
                .withContainers(container)
                .endSpec()
                .endTemplate()
                .endSpec()
                .build());
        Map<String, String> labels = new TreeMap<>(Map.of(APP, name, "pod-template-hash", hash));
        ReplicaSet set = create(new ReplicaSetBuilder()
                .withMetadata(metadata(name + "-" + hash, labels, owner(deployment)))
                .withNewSpec()
                .withReplicas(replicas)
                .withNewSelector()
                .withMatchLabels(labels)
                .endSelector()
                .withTemplate(deployment.getSpec().getTemplate())
                .endSpec()
                .build());
        return IntStream.range(0, replicas)
                .mapToObj(i -> set.getMetadata().getName() + "-" + Names.suffix(name + i))
                .map(pod -> create(pod(pod, labels, owner(set), aliases, container)))
                .map(pod -> pod.getMetadata().getName())
                .toList();
    }

    /** A DaemonSet whose pods are in the node's network. */
    void hostDaemonSet(String name, Container container) {
        create(new DaemonSetBuilder()
                .withMetadata(metadata(name, Map.of(APP, name), null))
                .withNewSpec()
                .withNewSelector()
                .addToMatchLabels(APP, name)
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels(APP, name)
                .endMetadata()
                .withNewSpec()
                .withHostNetwork(true)
                .withTerminationGracePeriodSeconds(0L)
                .withContainers(container)
                .endSpec()
                .endTemplate()
                .endSpec()
                .build());
    }

    /** The mirror of a static pod, which its kubelet makes of a file: owned by the node. */
    void staticPod(String name, Container container) {
        String hash = Names.containerId().substring(32);
        Pod mirror = pod(
                name + "-" + Testbed.NODE,
                Map.of(APP, name),
                owner(client.nodes().withName(Testbed.NODE).get()),
                List.of(),
                container);
        mirror.getMetadata()
                .setAnnotations(Map.of(
                        "kubernetes.io/config.hash", hash,
                        "kubernetes.io/config.mirror", hash,
                        "kubernetes.io/config.source", "file"));
        create(mirror);
    }

    Pod pod(
            String name,
            Map<String, String> labels,
            OwnerReference owner,
            List<HostAlias> aliases,
            Container container) {
        return new PodBuilder()
                .withMetadata(metadata(name, labels, owner))
                .withNewSpec()
                .withNodeName(Testbed.NODE)
                .withTerminationGracePeriodSeconds(0L)
                .withHostAliases(aliases)
                .withContainers(container)
                .endSpec()
                .build();
    }

    ObjectMeta metadata(String name, Map<String, String> labels, OwnerReference owner) {
        return new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(namespace)
                .withLabels(labels)
                .withOwnerReferences(owner == null ? List.of() : List.of(owner))
                .build();
    }

    static OwnerReference owner(HasMetadata owner) {
        return new OwnerReferenceBuilder()
                .withApiVersion(owner.getApiVersion())
                .withKind(owner.getKind())
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .withController(true)
                .build();
    }

    <T extends HasMetadata> T create(T object) {
        return client.resource(object).create();
    }

    /** A container that runs the shop's program. */
    ContainerBuilder container(String name, String process, String directives) {
        return new ContainerBuilder()
                .withName(name)
                .withImage(image)
                .withArgs(Stream.concat(Stream.of(process), Arrays.stream(directives.split(" ", -1)))
                        .toList());
    }

    /** Ready when it listens there. */
    static Container serving(ContainerBuilder container, int port) {
        return container
                .addNewPort()
                .withContainerPort(port)
                .endPort()
                .withNewReadinessProbe()
                .withNewTcpSocket()
                .withNewPort(port)
                .endTcpSocket()
                .endReadinessProbe()
                .build();
    }

    /** Quality of service Burstable; without requests and limits it is BestEffort. */
    static ContainerBuilder burstable(ContainerBuilder container) {
        return container
                .withNewResources()
                .addToRequests("cpu", new Quantity("10m"))
                .endResources();
    }

    /** Quality of service Guaranteed. */
    static ContainerBuilder guaranteed(ContainerBuilder container) {
        return container
                .withNewResources()
                .addToLimits("cpu", new Quantity("100m"))
                .addToLimits("memory", new Quantity("64Mi"))
                .endResources();
    }
}
