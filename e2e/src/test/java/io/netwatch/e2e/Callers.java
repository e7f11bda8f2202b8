package io.netwatch.e2e;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.netwatch.e2e.shop.ShopProgram;
import io.netwatch.e2e.testbed.Testbed;
import java.util.List;
import java.util.Map;

/** Pods of a test's own that run the shop's program. */
final class Callers {
    private final Testbed testbed;
    private final String namespace;

    Callers(Testbed testbed, String namespace) {
        this.testbed = testbed;
        this.namespace = namespace;
        testbed.provide(ShopProgram.IMAGE, ShopProgram.image(testbed.folder()));
        testbed.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
    }

    /** Starts a pod; the directives are those of {@code shop.pl}. */
    void start(String name, Map<String, String> labels, String directives) {
        testbed.client()
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace)
                        .withLabels(labels)
                        .endMetadata()
                        .withNewSpec()
                        .withNodeName(Testbed.NODE)
                        .withTerminationGracePeriodSeconds(0L)
                        .addNewContainer()
                        .withName("main")
                        .withImage(ShopProgram.IMAGE)
                        .withArgs(List.of((name + " " + directives).split(" ", -1)))
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
    }

    /** Makes a service on port 80 for pods labelled {@code app} by its name. */
    void service(String name, String address) {
        testbed.client()
                .resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewSpec()
                        .withClusterIP(address)
                        .withClusterIPs(address)
                        .addToSelector("app", name)
                        .addNewPort()
                        .withName("http")
                        .withPort(80)
                        .endPort()
                        .endSpec()
                        .build())
                .create();
    }

    /** A pod's address, once its status tells of it. */
    String address(String name) {
        return WholeSystem.soon()
                .until(
                        () -> testbed.client()
                                .pods()
                                .inNamespace(namespace)
                                .withName(name)
                                .get()
                                .getStatus()
                                .getPodIP(),
                        address -> address != null);
    }

    void label(String name, Map<String, String> labels) {
        testbed.client()
                .pods()
                .inNamespace(namespace)
                .withName(name)
                .edit(pod -> new PodBuilder(pod)
                        .editMetadata()
                        .withLabels(labels)
                        .endMetadata()
                        .build());
    }
}
