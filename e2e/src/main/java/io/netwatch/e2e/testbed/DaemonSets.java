package io.netwatch.e2e.testbed;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetStatus;
import io.fabric8.kubernetes.api.model.apps.DaemonSetStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the node's pod of each DaemonSet, and a new one when the template has changed. */
final class DaemonSets {
    private static final String HASH = "controller-revision-hash";

    private final KubernetesClient client;
    private final ClusterState state;
    private final String node;
    private final Map<String, DaemonSetStatus> written = new HashMap<>();
    private final Map<String, String> latest = new HashMap<>();
    private int made;

    DaemonSets(KubernetesClient client, ClusterState state, String node) {
        this.client = client;
        this.state = state;
        this.node = node;
    }

    /** Does what is to be done at this moment. */
    void pass() {
        for (DaemonSet set : state.daemonSets()) {
            if (set.getMetadata().getDeletionTimestamp() == null) {
                pass(set);
            }
        }
    }

    private void pass(DaemonSet set) {
        List<Pod> pods = state.pods().stream()
                .filter(pod -> pod.getMetadata().getOwnerReferences().stream()
                        .anyMatch(
                                owner -> owner.getUid().equals(set.getMetadata().getUid())))
                .toList();
        String hash = Names.hash(Serialization.asJson(set.getSpec().getTemplate()));
        if (pods.isEmpty() && !isOnItsWay(set)) {
            create(set, hash);
        }
        for (Pod pod : pods) {
            if (!hash.equals(pod.getMetadata().getLabels().get(HASH))
                    && pod.getMetadata().getDeletionTimestamp() == null) {
                client.resource(pod).delete();
            }
        }
        report(set, pods, hash);
    }

    /** Watches tell of a pod a moment after it has been made. */
    private boolean isOnItsWay(DaemonSet set) {
        String name = latest.get(set.getMetadata().getUid());
        return name != null
                && client.pods()
                                .inNamespace(set.getMetadata().getNamespace())
                                .withName(name)
                                .get()
                        != null;
    }

    private void create(DaemonSet set, String hash) {
        String name = set.getMetadata().getName() + "-"
                + Names.suffix(set.getMetadata().getUid() + made++);
        Pod pod = new PodBuilder()
                .withMetadata(set.getSpec().getTemplate().getMetadata())
                .editMetadata()
                .withName(name)
                .withNamespace(set.getMetadata().getNamespace())
                .addToLabels(HASH, hash)
                .addNewOwnerReference()
                .withApiVersion("apps/v1")
                .withKind("DaemonSet")
                .withName(set.getMetadata().getName())
                .withUid(set.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .endOwnerReference()
                .endMetadata()
                .withSpec(set.getSpec().getTemplate().getSpec())
                .editSpec()
                .withNodeName(node)
                .endSpec()
                .build();
        client.resource(pod).create();
        latest.put(set.getMetadata().getUid(), name);
    }

    private void report(DaemonSet set, List<Pod> pods, String hash) {
        int ready = (int) pods.stream().filter(PodPhase::isReady).count();
        int updated = (int) pods.stream()
                .filter(pod -> hash.equals(pod.getMetadata().getLabels().get(HASH)))
                .count();
        DaemonSetStatus status = new DaemonSetStatusBuilder()
                .withCurrentNumberScheduled(pods.size())
                .withDesiredNumberScheduled(1)
                .withNumberMisscheduled(0)
                .withNumberReady(ready)
                .withNumberAvailable(ready)
                .withNumberUnavailable(1 - ready)
                .withUpdatedNumberScheduled(updated)
                .withObservedGeneration(set.getMetadata().getGeneration())
                .build();
        if (!status.equals(written.put(set.getMetadata().getUid(), status))) {
            StatusWriter.write(client, set, status);
        }
    }
}
