package io.netwatch.e2e.testbed;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A pod on this node: its network, its cgroup, its containers. Not for more than one thread at a time. */
final class PodRun {
    private static final Duration BACK_OFF = Duration.ofSeconds(1);
    private static final Pattern REFERENCE = Pattern.compile("\\$\\(([A-Za-z_][A-Za-z0-9_]*)\\)");

    private final Pod pod;
    private final NodeNetwork node;
    private final CgroupTree kubelet;
    private final PodFiles files;
    private final List<ContainerRun> containers = new ArrayList<>();
    private PodNetwork network;
    private CgroupTree slice;
    private Instant startedAt;

    PodRun(Pod pod, NodeNetwork node, CgroupTree kubelet, PodFiles files) {
        this.pod = pod;
        this.node = node;
        this.kubelet = kubelet;
        this.files = files;
    }

    /** Makes its sandbox and starts its containers. */
    void start(ClusterState state, Map<String, Image> images) {
        startedAt = Instant.now();
        boolean host = Boolean.TRUE.equals(pod.getSpec().getHostNetwork());
        network = host ? null : node.attach();
        slice = kubelet.child(PodCgroups.slice(pod));
        ContainerPlace place = new ContainerPlace(
                host ? node.node() : network.namespace(),
                files.hosts(state.services()),
                Boolean.TRUE.equals(pod.getSpec().getHostPID()) ? node.firstProcess() : 0);
        startPause(place);
        for (Container container : pod.getSpec().getContainers()) {
            Image image = images.get(container.getImage());
            if (image == null) {
                throw new IllegalArgumentException("nothing stands for image " + container.getImage());
            }
            ContainerRun run = container(container, image, place);
            containers.add(run);
            run.start();
        }
    }

    /** What holds a pod's namespaces in a cluster: in a cgroup beside those of the containers, and in no status. */
    private void startPause(ContainerPlace place) {
        CgroupTree cgroup = slice.child(PodCgroups.scope(Names.containerId()));
        try {
            new ProcessBuilder(place.within(cgroup, List.of("setsid", "sleep", "infinity"))).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ContainerRun container(Container spec, Image image, ContainerPlace place) {
        Map<String, String> environment = environment(spec);
        List<String> arguments = spec.getArgs().stream()
                .map(argument -> expand(argument, environment))
                .toList();
        List<String> command = new ArrayList<>(image.entrypoint());
        command.addAll(image.arguments().apply(files.translate(spec, arguments)));
        return new ContainerRun(spec, image, command, environment, files, place, slice);
    }

    private Map<String, String> environment(Container spec) {
        Map<String, String> environment = new TreeMap<>();
        for (EnvVar variable : spec.getEnv()) {
            boolean field =
                    variable.getValueFrom() != null && variable.getValueFrom().getFieldRef() != null;
            String value = field ? field(variable.getValueFrom().getFieldRef().getFieldPath()) : variable.getValue();
            environment.put(variable.getName(), value == null ? "" : value);
        }
        return environment;
    }

    private String field(String path) {
        return switch (path) {
            case "metadata.name" -> pod.getMetadata().getName();
            case "metadata.namespace" -> pod.getMetadata().getNamespace();
            case "metadata.uid" -> pod.getMetadata().getUid();
            case "spec.nodeName" -> pod.getSpec().getNodeName();
            case "status.podIP" -> address();
            case "status.hostIP" -> Addresses.NODE;
            default -> throw new IllegalArgumentException("fieldRef " + path + " is not known to the testbed");
        };
    }

    /** Kubernetes, {@code third_party/forked/golang/expansion}: unknown references stay. */
    private static String expand(String argument, Map<String, String> environment) {
        return REFERENCE
                .matcher(argument)
                .replaceAll(match -> Matcher.quoteReplacement(environment.getOrDefault(match.group(1), match.group())));
    }

    /** Starts again what has ended and is to go on. */
    void revive(Instant now) {
        for (ContainerRun container : containers) {
            if (!container.isRunning()
                    && restarts(container)
                    && now.isAfter(container.exit().at().plus(BACK_OFF))) {
                container.start();
            }
        }
    }

    private boolean restarts(ContainerRun container) {
        return switch (pod.getSpec().getRestartPolicy()) {
            case "Never" -> false;
            case "OnFailure" -> container.exit().code() != 0;
            default -> true;
        };
    }

    /** Whether all containers have ended for good. */
    boolean isOver() {
        return containers.stream().noneMatch(container -> container.isRunning() || restarts(container));
    }

    /** Asks its processes to end, and ends them after the pod's grace; then removes all of it. */
    void stop() throws InterruptedException {
        containers.forEach(ContainerRun::terminate);
        Long grace = pod.getSpec().getTerminationGracePeriodSeconds();
        Instant deadline = Instant.now().plusSeconds(grace == null ? 0 : grace);
        while (containers.stream().anyMatch(ContainerRun::isRunning)
                && Instant.now().isBefore(deadline)) {
            Thread.sleep(10);
        }
        if (slice != null) {
            slice.close();
        }
        if (network != null) {
            network.close();
        }
    }

    Pod pod() {
        return pod;
    }

    List<ContainerRun> containers() {
        return containers;
    }

    PodFiles files() {
        return files;
    }

    /** The pod's namespace, or the node's for a pod with {@code hostNetwork}. */
    NetNamespace namespace() {
        return network == null ? node.node() : network.namespace();
    }

    String address() {
        return network == null ? Addresses.NODE : network.address();
    }

    Instant startedAt() {
        return startedAt;
    }
}
