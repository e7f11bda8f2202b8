package io.netwatch.e2e.testbed;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One pod from its start to its end. {@link #pass} and {@link #end} are called by the kubelet's thread; what takes long is done by
 * workers, one at a time, so that a {@link PodRun} never has two.
 */
final class PodWorker {
    private static final Logger LOG = Logger.getLogger(PodWorker.class.getName());

    private enum Stage {
        /** For its volumes, or for a worker. */
        WAITING,
        RUNNING,
        STOPPING,
        GONE
    }

    private final PodRun run;
    private final KubernetesClient client;
    private final Executor workers;
    private final Duration statusDelay;
    private final Set<String> ready = ConcurrentHashMap.newKeySet();
    private final Map<String, Instant> nextProbe = new HashMap<>();
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private volatile Stage stage = Stage.WAITING;
    private volatile boolean busy;
    private PodStatus seen;
    private PodStatus written;
    private Instant due;

    PodWorker(PodRun run, KubernetesClient client, Executor workers, Duration statusDelay) {
        this.run = run;
        this.client = client;
        this.workers = workers;
        this.statusDelay = statusDelay;
    }

    PodRun run() {
        return run;
    }

    boolean isRunning() {
        return stage == Stage.RUNNING;
    }

    boolean isGone() {
        return stage == Stage.GONE;
    }

    /** Does what is to be done at this moment. */
    void pass(ClusterState state, Map<String, Image> images, Instant now) {
        if (stage == Stage.WAITING && !busy) {
            begin(() -> start(state, images));
        } else if (stage == Stage.RUNNING) {
            run.files().followVolumes(state);
            run.revive(now);
            probe(now);
            report(now);
        }
    }

    private void start(ClusterState state, Map<String, Image> images) {
        if (run.files().followVolumes(state)) {
            run.start(state, images);
            stage = Stage.RUNNING;
        }
    }

    /** Stops it; its object is let go of when nothing of it is left. */
    void end() {
        boolean starting = stage == Stage.WAITING && busy;
        if (starting || stage == Stage.STOPPING || stage == Stage.GONE) {
            return; // the next pass comes
        }
        stage = Stage.STOPPING;
        begin(() -> {
            run.stop();
            release();
            stage = Stage.GONE;
        });
    }

    private void release() {
        Pod pod = run.pod();
        client.pods()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .withGracePeriod(0)
                .delete();
    }

    private interface Job {
        void run() throws InterruptedException;
    }

    private void begin(Job job) {
        busy = true;
        workers.execute(() -> {
            try {
                job.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the testbed ends
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "pod " + run.pod().getMetadata().getName(), e);
            } finally {
                busy = false;
            }
        });
    }

    private void probe(Instant now) {
        for (ContainerRun container : run.containers()) {
            String name = container.spec().getName();
            if (!container.isRunning()) {
                ready.remove(name);
            } else if (!now.isBefore(nextProbe.getOrDefault(name, Instant.MIN)) && asked.add(name)) {
                nextProbe.put(
                        name, now.plus(Readiness.interval(container.spec().getReadinessProbe(), ready.contains(name))));
                workers.execute(() -> ask(container, name));
            }
        }
    }

    private void ask(ContainerRun container, String name) {
        try {
            if (Readiness.ask(container)) {
                ready.add(name);
            } else {
                ready.remove(name);
            }
        } catch (RuntimeException e) {
            ready.remove(name); // it ended meanwhile
        } finally {
            asked.remove(name);
        }
    }

    /** Status follows a change late, as a kubelet's does. */
    private void report(Instant now) {
        PodStatus status = PodStatusForm.of(run, Set.copyOf(ready));
        if (!status.equals(seen)) {
            seen = status;
            due = due == null ? now.plus(statusDelay) : due;
        }
        if (due != null && !now.isBefore(due)) {
            due = null;
            if (!status.equals(written)) {
                StatusWriter.write(client, run.pod(), status);
                written = status;
            }
        }
    }
}
