package io.netwatch.agent.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.netwatch.agent.identify.NodePod;
import io.netwatch.api.identity.Workload;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PodFactsTest {
    private static final String ID = "0123456789abcdef".repeat(4);

    @Test
    void keepsWhatNamesAPod() {
        NodePod pod = read("""
                metadata:
                  namespace: shop
                  name: cart-7d9f-abcde
                  uid: u-1
                  creationTimestamp: '2026-01-01T00:00:00Z'
                  labels: {app: cart, pod-template-hash: 7d9f}
                  ownerReferences:
                    - {kind: Other, name: x}
                    - {kind: ReplicaSet, name: cart-7d9f, controller: true}
                spec: {nodeName: worker-1, hostNetwork: true, containers: [{name: main}]}
                status:
                  phase: Running
                  startTime: '2026-01-01T00:00:10Z'
                  podIP: 10.244.1.2
                  podIPs: [{ip: 10.244.1.2}, {ip: 'fd00::2'}]
                  initContainerStatuses: [{name: init, containerID: 'containerd://init-ID'}]
                  containerStatuses:
                    - name: main
                      containerID: 'cri-o://main-ID'
                      state: {running: {}}
                      lastState: {terminated: {containerID: 'cri-o://before-ID', exitCode: 1}}
                    - {name: pulling, containerID: ''}
                  ephemeralContainerStatuses: [{name: debug, containerID: 'docker://debug-ID'}]
                """);

        assertThat(pod)
                .isEqualTo(new NodePod(
                        "u-1",
                        "shop",
                        "cart-7d9f-abcde",
                        Map.of("app", "cart", "pod-template-hash", "7d9f"),
                        null,
                        new Workload("Deployment", "cart"),
                        true,
                        List.of("10.244.1.2", "fd00::2"),
                        Map.of(
                                "init-" + ID, "init",
                                "main-" + ID, "main",
                                "before-" + ID, "main",
                                "debug-" + ID, "debug"),
                        1767225610,
                        0));
    }

    @Test
    void keepsTheHashThatNamesAStaticPodsCgroup() {
        NodePod pod = read("""
                metadata: {namespace: kube-system, name: etcd, uid: u-2, annotations: {kubernetes.io/config.hash: abc, x: y}}
                """);

        assertThat(pod.configHash()).isEqualTo("abc");
        assertThat(pod.workload()).isNull();
        assertThat(pod.labels()).isEmpty();
        assertThat(pod.started()).isZero();
    }

    @Test
    void aPodEndsWithItsLastContainer() {
        NodePod pod = read("""
                metadata: {namespace: shop, name: job, uid: u-3}
                status:
                  phase: Succeeded
                  initContainerStatuses: [{name: a, state: {terminated: {finishedAt: '2026-01-01T00:00:01Z'}}}]
                  containerStatuses: [{name: b, state: {terminated: {finishedAt: '2026-01-01T00:00:03Z'}}}]
                """);

        assertThat(pod.ended()).isEqualTo(1767225603);
    }

    @Test
    void aPodThatRestartsOrWasEvictedIsToldApart() {
        assertThat(read("""
                                metadata: {namespace: shop, name: crash, uid: u-4}
                                status:
                                  phase: Running
                                  containerStatuses: [{name: b, state: {terminated: {finishedAt: '2026-01-01T00:00:03Z'}}}]
                                """).ended()).isZero();
        assertThat(read("metadata: {namespace: shop, name: evicted, uid: u-5}\nstatus: {phase: Failed}")
                        .ended())
                .isPositive();
    }

    private static NodePod read(String yaml) {
        return PodFacts.of(Serialization.unmarshal(yaml.replace("-ID", "-" + ID), WatchedPod.class));
    }
}
