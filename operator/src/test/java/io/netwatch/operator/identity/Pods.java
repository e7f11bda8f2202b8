package io.netwatch.operator.identity;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Map;

/** Pods and namespaces for tests. */
final class Pods {
    static final String STARTED = "2026-01-01T12:00:00Z";

    private Pods() {}

    /** A pod of a Deployment that runs; its uid is {@code <name>-uid}. */
    static Pod running(String namespace, String name, String ip) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .withUid(name + "-uid")
                .withLabels(Map.of("app", "cart", "pod-template-hash", "7d9"))
                .addNewOwnerReference()
                .withApiVersion("apps/v1")
                .withKind("ReplicaSet")
                .withName("cart-7d9")
                .withUid("u")
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .withNewSpec()
                .withNodeName("node-a")
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .withStartTime(STARTED)
                .withPodIP(ip)
                .endStatus()
                .build();
    }

    static Pod withUid(Pod pod, String uid) {
        return new PodBuilder(pod).editMetadata().withUid(uid).endMetadata().build();
    }

    static Namespace namespace(String name, Map<String, String> labels) {
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .build();
    }
}
