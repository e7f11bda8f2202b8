package io.netwatch.e2e.testbed;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.netwatch.operator.apiserver.TestApiServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A cluster of one node on this machine. Closing ends and removes all of it; so does the end of the process. */
public final class Testbed implements AutoCloseable {
    /** Name of the node. */
    public static final String NODE = "node-1";

    /** Where the API server answers, as seen from the node and from pods. */
    public static final int API_PORT = 6443;

    /** Key of an annotation: whoever makes the pod also runs it, see {@link #sandbox}. */
    public static final String BY_HAND = "testbed.netwatch.io/by-hand";

    private static final Logger LOG = Logger.getLogger(Testbed.class.getName());
    private static final long PATIENCE_S = 20;
    private static final long POLL_MS = 20;

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Run run;
    private final NodeNetwork network;
    private final TestApiServer apiServer;
    private final KubernetesClient client;
    private final ExecutorService workers;
    private final ControlLoop loop = new ControlLoop();
    private final Kubelet kubelet;
    private final ServiceProxy proxy;
    private final Map<String, Image> images = new ConcurrentHashMap<>();
    private final Thread atExit = Threads.named("testbed-end", this::closeParts);
    private boolean closed;

    /**
     * Begins an empty cluster: one node, no namespaces.
     *
     * @param statusDelay how late the status of a pod is
     */
    public Testbed(Duration statusDelay) {
        Runtime.getRuntime().addShutdownHook(atExit);
        try {
            run = opened(Run.begin());
            apiServer = opened(new TestApiServer());
            client = opened(client(apiServer.url()));
            network = new NodeNetwork(run);
            serveApi(API_PORT, apiServer.url());
            workers = Executors.newCachedThreadPool(Threads.factory("kubelet-worker"));
            opened(this::endWorkers);
            ClusterState state = opened(new ClusterState(client, loop::wake));
            kubelet = new Kubelet(
                    client,
                    state,
                    network,
                    run.cgroup().child("kubelet"),
                    run.folder().resolve("pods"),
                    run.folder().resolve("host"),
                    images,
                    workers,
                    statusDelay);
            registerNode();
            opened(loop);
            DaemonSets daemonSets = new DaemonSets(client, state, NODE);
            ServiceEndpoints endpoints = new ServiceEndpoints(client, state);
            proxy = new ServiceProxy(network, state);
            loop.start(List.of(daemonSets::pass, endpoints::pass, proxy::pass, kubelet::pass));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static KubernetesClient client(String url) {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(url)
                .withNamespace("default")
                .withRequestRetryBackoffLimit(0)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    private <T extends AutoCloseable> T opened(T part) {
        synchronized (parts) {
            parts.push(part);
        }
        return part;
    }

    private void registerNode() {
        client.resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(NODE)
                        .addToLabels("kubernetes.io/os", "linux")
                        .addToLabels("kubernetes.io/hostname", NODE)
                        .endMetadata()
                        .withNewSpec()
                        .withPodCIDR(Addresses.PODS)
                        .withPodCIDRs(Addresses.PODS)
                        .endSpec()
                        .build())
                .create();
        StatusWriter.write(
                client,
                client.nodes().withName(NODE).get(),
                Map.of(
                        "addresses",
                        List.of(
                                Map.of("type", "InternalIP", "address", Addresses.NODE),
                                Map.of("type", "Hostname", "address", NODE)),
                        "conditions",
                        List.of(Map.of("type", "Ready", "status", "True"))));
    }

    /** Leads a port of the world's side of the node to an API server on this machine's loopback; closed with this. */
    public Relay serveApi(int port, String url) {
        int target = Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
        return opened(Relay.into(network.world(), Addresses.WORLD, port, target));
    }

    /** Writes a kubeconfig that leads pods and the node to {@link #serveApi} on that port; returns the file. */
    public Path kubeconfig(int port) {
        String text = """
                apiVersion: v1
                kind: Config
                current-context: testbed
                contexts: [{name: testbed, context: {cluster: testbed, user: testbed}}]
                clusters: [{name: testbed, cluster: {server: "http://%s:%d"}}]
                users: [{name: testbed, user: {}}]
                """;
        Path file = run.folder().resolve("kubeconfig-" + port);
        Folders.write(file, text.formatted(Addresses.WORLD, port));
        return file;
    }

    /** From here on pods may name this image. */
    public void provide(String name, Image image) {
        images.put(name, image);
    }

    /**
     * Waits until a service's address leads to a pod that is ready.
     *
     * @throws IllegalStateException when it doesn't in time
     */
    public void awaitService(String namespace, String name, Duration patience) {
        Instant deadline = Instant.now().plus(patience);
        while (!proxy.leadsSomewhere(namespace, name)) {
            if (Instant.now().isAfter(deadline)) {
                throw new IllegalStateException("service " + name + " has no pod that is ready");
            }
            pause();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** As an administrator, past every relay. */
    public KubernetesClient client() {
        return client;
    }

    public TestApiServer apiServer() {
        return apiServer;
    }

    public NodeNetwork network() {
        return network;
    }

    /** For files that go with the testbed. */
    public Path folder() {
        return run.folder();
    }

    /** The network namespace of a pod that runs. */
    public Optional<NetNamespace> podNetwork(String namespace, String name) {
        return kubelet.find(namespace, name).map(PodRun::namespace);
    }

    /** Where a volume of a pod lies on this machine. */
    public Optional<Path> podVolume(String namespace, String name, String volume) {
        return kubelet.find(namespace, name).map(pod -> pod.files().volume(volume));
    }

    /** Runs a command in a pod's first container, as {@code kubectl exec} does, and returns what it printed. */
    public String execute(String namespace, String name, String... command) {
        PodRun pod = kubelet.find(namespace, name)
                .orElseThrow(() -> new IllegalStateException("no pod " + name + " that runs"));
        return pod.containers().get(0).output(List.of(command));
    }

    /** What a pod's container printed; empty for one that is not there. */
    public String podLog(String namespace, String name) {
        return kubelet.find(namespace, name)
                .map(pod -> Folders.read(pod.files().log(pod.containers().get(0).spec())))
                .orElse("");
    }

    /**
     * A port of this machine's loopback that leads to one of a pod's loopback; closed with this.
     *
     * @param pod asked at each connection; may throw while there is none
     */
    public Relay forward(Supplier<NetNamespace> pod, int port) {
        return opened(Relay.outOf(pod, port));
    }

    /** Starts a program outside of the cluster; it ends with this. */
    public void startOutside(List<String> command) {
        Path hosts = run.folder().resolve("hosts");
        Folders.write(hosts, "127.0.0.1 localhost\n");
        CgroupTree cgroup = run.cgroup().child("world");
        List<String> words = new ArrayList<>(List.of("setsid"));
        words.addAll(command);
        try {
            new ProcessBuilder(new ContainerPlace(network.world(), hosts, 0).within(cgroup, words))
                    .redirectErrorStream(true)
                    .redirectOutput(run.folder().resolve("world.log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A network namespace for pods that are run by hand, one after the other; it goes with this.
     *
     * @param hostNetwork whether it is the node's own
     */
    public Sandbox sandbox(boolean hostNetwork) {
        Path hosts = run.folder().resolve("sandbox-hosts");
        Folders.write(hosts, "127.0.0.1 localhost\n");
        CgroupTree cgroup = run.cgroup().child("sandboxes");
        if (hostNetwork) {
            return new Sandbox(new ContainerPlace(network.node(), hosts, 0), Addresses.NODE, cgroup);
        }
        PodNetwork pod = network.attach();
        return new Sandbox(new ContainerPlace(pod.namespace(), hosts, 0), pod.address(), cgroup);
    }

    /** The cgroup of a pod that is run by hand, as a kubelet names it; closing removes it. */
    public CgroupTree podCgroup(Pod pod) {
        return run.cgroup().child("kubelet").child(PodCgroups.slice(pod));
    }

    /** Replaces the status of a pod that is run by hand, if the pod is still there. */
    public void reportStatus(Pod pod, PodStatus status) {
        StatusWriter.write(client, pod, status);
    }

    /** The cgroup of a container in its pod's; goes with the pod's. */
    public CgroupTree containerCgroup(CgroupTree pod, String containerId) {
        return pod.child(PodCgroups.scope(containerId));
    }

    private void endWorkers() throws InterruptedException {
        workers.shutdownNow();
        if (!workers.awaitTermination(PATIENCE_S, TimeUnit.SECONDS)) {
            LOG.warning("workers of the kubelet do not end");
        }
    }

    @Override
    public void close() {
        closeParts();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // the process is ending: this is the hook, or runs beside it
        }
    }

    /** In reverse order of what was made; whoever comes second waits for the first. */
    private synchronized void closeParts() {
        if (closed) {
            return;
        }
        closed = true;
        for (AutoCloseable part = parts.poll(); part != null; part = parts.poll()) {
            try {
                part.close();
            } catch (Exception e) {
                LOG.log(Level.WARNING, "could not clean up " + part, e);
            }
        }
    }
}
