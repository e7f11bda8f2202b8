package io.netwatch.e2e;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.netwatch.e2e.testbed.Addresses;
import io.netwatch.e2e.testbed.CgroupTree;
import io.netwatch.e2e.testbed.Names;
import io.netwatch.e2e.testbed.Testbed;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Pods that come and go, so many a second, each for 200 ms to 2 s; whoever comes next takes an address that has just become free.
 * Two places are in the node's network, their pods alike but for their names. Seeded.
 */
final class Churn implements AutoCloseable {
    static final String NAMESPACE = "churn";

    private static final int PLACES = 96;
    private static final int HOST_PLACES = 2;
    private static final int PORT = 8080;
    private static final int PEERS = 2;
    private static final int SHORTEST_MS = 200;
    private static final int LONGEST_MS = 2_000;
    private static final int STATUS_LATEST_MS = 400;
    private static final int WORKERS = 4;

    private final Testbed testbed;
    private final KubernetesClient client;
    private final Random random = new Random(4);
    private final ScheduledExecutorService workers = Executors.newScheduledThreadPool(WORKERS);
    private final Deque<ChurnPlace> free = new ArrayDeque<>();
    private final Map<String, Living> living = new ConcurrentHashMap<>();
    private final Set<Truth> truths = ConcurrentHashMap.newKeySet();
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final Queue<Future<?>> jobs = new ConcurrentLinkedQueue<>();

    private record Living(Pod pod, ChurnPlace place, CgroupTree cgroup, String containerId) {}

    Churn(Testbed testbed) {
        this.testbed = testbed;
        client = testbed.client();
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build())
                .create();
        for (int i = 0; i < PLACES; i++) {
            boolean host = i < HOST_PLACES;
            free.push(new ChurnPlace(testbed.sandbox(host), host ? PORT + 1 + i : PORT, this::line));
        }
    }

    /** Has pods come for so long. */
    void run(int perSecond, long seconds) throws InterruptedException {
        long began = System.nanoTime();
        long step = TimeUnit.SECONDS.toNanos(1) / perSecond;
        for (long i = 0; i < perSecond * seconds; i++) {
            long wait = began + i * step - System.nanoTime();
            TimeUnit.NANOSECONDS.sleep(Math.max(0, wait));
            jobs.add(workers.submit(this::begin));
        }
    }

    private void begin() {
        ChurnPlace place = take();
        if (place == null) {
            failed.incrementAndGet(); // too many are alive: the machine is slow
            return;
        }
        Pod pod =
                client.resource(pod("pod-" + started.incrementAndGet(), place)).create();
        String name = pod.getMetadata().getName();
        String containerId = Names.containerId();
        CgroupTree slice = testbed.podCgroup(pod);
        CgroupTree scope = testbed.containerCgroup(slice, containerId);
        living.put(name, new Living(pod, place, slice, containerId));
        place.start(name, scope.folder(), life(), peers(place));
        jobs.add(workers.schedule(() -> report(name), next(STATUS_LATEST_MS), TimeUnit.MILLISECONDS));
    }

    private synchronized ChurnPlace take() {
        return free.poll();
    }

    private synchronized int next(int bound) {
        return random.nextInt(bound);
    }

    private int life() {
        return SHORTEST_MS + next(LONGEST_MS - SHORTEST_MS);
    }

    private List<String> peers(ChurnPlace own) {
        List<Living> others =
                living.values().stream().filter(each -> each.place() != own).toList();
        List<String> peers = new ArrayList<>();
        for (int i = 0; i < PEERS && !others.isEmpty(); i++) {
            peers.add(others.get(next(others.size())).place().endpoint());
        }
        return peers;
    }

    private static Pod pod(String name, ChurnPlace place) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(NAMESPACE)
                .addToLabels("app", "churn")
                .addToAnnotations(Testbed.BY_HAND, "")
                .endMetadata()
                .withNewSpec()
                .withNodeName(Testbed.NODE)
                .withHostNetwork(place.address().equals(Addresses.NODE) ? true : null)
                .addNewContainer()
                .withName("main")
                .withImage("churn:1")
                .endContainer()
                .endSpec()
                .build();
    }

    /** A status that comes when it comes, or never. */
    private void report(String name) {
        Living pod = living.get(name);
        if (pod == null) {
            return;
        }
        ContainerStatus container = new ContainerStatusBuilder()
                .withName("main")
                .withContainerID("containerd://" + pod.containerId())
                .withReady(true)
                .build();
        PodStatus status = new PodStatusBuilder()
                .withPhase("Running")
                .withPodIP(pod.place().address())
                .withPodIPs(new PodIP(pod.place().address()))
                .withStartTime(Instant.now().toString())
                .withContainerStatuses(container)
                .build();
        testbed.reportStatus(pod.pod(), status);
    }

    /** What a pod prints; on the threads of their places. */
    private void line(String[] words) {
        if (words[0].equals("end")) {
            Living pod = living.remove(words[1]);
            synchronized (this) {
                free.push(pod.place()); // at once: for the next
            }
            jobs.add(workers.submit(() -> end(pod)));
        } else {
            truths.add(Truth.parse(words));
        }
    }

    private void end(Living pod) {
        client.resource(pod.pod()).withGracePeriod(0).delete();
        pod.cgroup().close();
    }

    /** Waits until all is done that has been begun, and fails if something of it has. */
    void finish() throws InterruptedException {
        for (Future<?> job = jobs.poll(); job != null; job = jobs.poll()) {
            try {
                job.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("a pod could not be run", e.getCause());
            }
        }
    }

    Collection<Truth> truths() {
        return truths;
    }

    int started() {
        return started.get();
    }

    boolean isOver() {
        return living.isEmpty();
    }

    /** Pods that could not be started for want of a place. */
    int failed() {
        return failed.get();
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
