package io.netwatch.e2e.testbed;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** Runs the pods that are bound to the node as processes, and reports what becomes of them. */
final class Kubelet {
    private final KubernetesClient client;
    private final ClusterState state;
    private final NodeNetwork network;
    private final CgroupTree cgroup;
    private final Path folder;
    private final Path host;
    private final Map<String, Image> images;
    private final Executor workers;
    private final Duration statusDelay;
    private final Map<String, PodWorker> pods = new ConcurrentHashMap<>();

    /**
     * @param folder for the pods' files
     * @param host stands for the node's root folder
     * @param statusDelay how late a status is
     */
    Kubelet(
            KubernetesClient client,
            ClusterState state,
            NodeNetwork network,
            CgroupTree cgroup,
            Path folder,
            Path host,
            Map<String, Image> images,
            Executor workers,
            Duration statusDelay) {
        this.client = client;
        this.state = state;
        this.network = network;
        this.cgroup = cgroup;
        this.folder = folder;
        this.host = host;
        this.images = images;
        this.workers = workers;
        this.statusDelay = statusDelay;
    }

    /** Does what is to be done at this moment. */
    void pass() {
        Instant now = Instant.now();
        Set<String> wanted = new HashSet<>();
        for (Pod pod : state.pods()) {
            String uid = pod.getMetadata().getUid();
            boolean deleting = pod.getMetadata().getDeletionTimestamp() != null;
            if (pod.getSpec().getNodeName() != null && !deleting && !isRunByHand(pod)) {
                wanted.add(uid);
                pods.computeIfAbsent(uid, key -> worker(pod));
            }
        }
        for (Map.Entry<String, PodWorker> each : new HashMap<>(pods).entrySet()) {
            if (!wanted.contains(each.getKey())) {
                each.getValue().end();
                if (each.getValue().isGone() && !known(each.getKey())) {
                    pods.remove(each.getKey());
                }
            } else {
                each.getValue().pass(state, images, now);
            }
        }
    }

    private static boolean isRunByHand(Pod pod) {
        return pod.getMetadata().getAnnotations() != null
                && pod.getMetadata().getAnnotations().containsKey(Testbed.BY_HAND);
    }

    private boolean known(String uid) {
        return state.pods().stream().anyMatch(pod -> pod.getMetadata().getUid().equals(uid));
    }

    private PodWorker worker(Pod pod) {
        PodFiles files = new PodFiles(pod, folder.resolve(pod.getMetadata().getUid()), host);
        return new PodWorker(new PodRun(pod, network, cgroup, files), client, workers, statusDelay);
    }

    /** A pod that runs, by its namespace and name; may be called from any thread. */
    Optional<PodRun> find(String namespace, String name) {
        return pods.values().stream()
                .filter(PodWorker::isRunning)
                .map(PodWorker::run)
                .filter(run -> run.pod().getMetadata().getNamespace().equals(namespace)
                        && run.pod().getMetadata().getName().equals(name))
                .findFirst();
    }
}
