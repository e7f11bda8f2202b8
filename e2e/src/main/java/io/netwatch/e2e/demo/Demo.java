package io.netwatch.e2e.demo;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.netwatch.e2e.shop.Shop;
import io.netwatch.e2e.system.AgentAccess;
import io.netwatch.e2e.system.Checkout;
import io.netwatch.e2e.system.Installation;
import io.netwatch.e2e.testbed.Testbed;
import io.netwatch.e2e.testbed.Threads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One run of the demo. Whatever ends it, nothing is left behind. */
final class Demo {
    private static final Duration STATUS_DELAY = Duration.ofMillis(300);
    private static final long AGENT_PATIENCE_S = 60;
    private static final long LOOK_EVERY_MS = 250;
    private static final int MAX_RESTARTS = 3;

    private static final String POLICY = """
            apiVersion: netwatch.io/v1alpha1
            kind: NetWatchPolicy
            metadata: {name: shop, namespace: shop}
            spec:
              snapshot:
                interval: 5s
                collectors: [Interfaces, System, Disks, Processes]
              detectors: {portScan: {}, beaconing: {}, bandwidth: {}}
            %s""";

    private final Checkout checkout;
    private final String output;
    private final long seconds;
    private final Progress progress = new Progress(System.err);
    private volatile boolean ending;
    private volatile LocalCloud cloud; // null before there is one

    /**
     * @param output of the agent: table or json
     * @param seconds from the first output to the end; 0 for no end
     */
    Demo(Checkout checkout, String output, long seconds) {
        this.checkout = checkout;
        this.output = output;
        this.seconds = seconds;
    }

    /** Runs until its time is over or the agent ends; returns the exit code. */
    int run() throws InterruptedException {
        List<String> flags = List.of("--output=" + output, "--namespace=" + Shop.NAMESPACE);
        Testbed testbed = new Testbed(STATUS_DELAY);
        Runtime.getRuntime().addShutdownHook(Threads.named("demo-end", () -> end(testbed)));
        progress.say("a cluster of one node is up: an API server, and network namespaces and cgroups for pods");
        Installation netwatch = Installation.install(testbed, checkout, flags, Testbed.API_PORT, Testbed.API_PORT);
        progress.say("NetWatch's operator starts, as a pod in namespace " + Installation.NAMESPACE);
        Shop.open(testbed);
        progress.say("the shop is open: eight workloads in namespace " + Shop.NAMESPACE + " talk to each other");
        AgentAccess agent = netwatch.agent();
        Path token = testbed.folder().resolve("token");
        cloud = LocalCloud.start(testbed);
        progress.say("a receiver of snapshots stands in for NetWatch Cloud, outside of the cluster");
        netwatch.apply(cloud.secret());
        netwatch.apply(POLICY.formatted(cloud.policySpec().indent(2)));
        progress.say(
                "a NetWatchPolicy selects every pod of the shop; the operator makes a DaemonSet, its agent starts");
        hints(agent.port(), token);
        try {
            return watch(netwatch, agent, token);
        } catch (RuntimeException e) {
            if (ending) {
                return 0; // by Ctrl-C, so that there is nobody to ask any more
            }
            throw e;
        }
    }

    private void hints(int port, Path token) {
        progress.say("from another window, while this runs:");
        progress.line("  curl -H \"Authorization: Bearer $(cat " + token + ")\" http://127.0.0.1:" + port
                + "/api/v1/connections");
        progress.line("  " + cloud.question());
        progress.line("Ctrl-C ends it and removes all of it.");
    }

    private int watch(Installation netwatch, AgentAccess agent, Path token) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(AGENT_PATIENCE_S);
        boolean ready = false;
        while (ready ? seconds == 0 || System.nanoTime() < deadline : System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
            Optional<Pod> pod = netwatch.agentPod();
            Optional<ContainerStateTerminated> ended = pod.flatMap(Demo::ended);
            if (ended.isPresent() && ended.get().getExitCode() == 0) {
                return 0; // nobody reads its output any more
            }
            if (ended.isPresent() && restarts(pod.get()) >= MAX_RESTARTS) {
                progress.line("The agent can't run: " + ended.get().getMessage());
                return 1;
            }
            if (!ready && pod.filter(Installation::isReady).isPresent()) {
                ready = true;
                deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
                link(token, agent.tokenFile());
            }
        }
        if (!ready) {
            progress.line("The agent is not ready after " + AGENT_PATIENCE_S + " s. The operator's last words:");
            netwatch.operatorLog().lines().reduce((first, last) -> last).ifPresent(progress::line);
        }
        return ready ? 0 : 1;
    }

    private static Optional<ContainerStateTerminated> ended(Pod pod) {
        return statuses(pod)
                .flatMap(status -> Stream.of(status.getState(), status.getLastState()))
                .filter(state -> state != null && state.getTerminated() != null)
                .map(ContainerState::getTerminated)
                .findFirst();
    }

    private static int restarts(Pod pod) {
        return statuses(pod).mapToInt(ContainerStatus::getRestartCount).sum();
    }

    private static Stream<ContainerStatus> statuses(Pod pod) {
        return pod.getStatus() == null || pod.getStatus().getContainerStatuses() == null
                ? Stream.empty()
                : pod.getStatus().getContainerStatuses().stream();
    }

    private static void link(Path link, Path target) {
        try {
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void end(Testbed testbed) {
        ending = true;
        testbed.close();
        progress.line("");
        if (cloud != null) {
            cloud.summary().forEach(progress::line);
            cloud.close();
        }
        progress.line("Namespaces, cgroups, rules and processes of the demo are gone. Where to look next:");
        progress.line("  ./netwatch demo --output json | head   what the table was made of, one line an event");
        progress.line("  ./netwatch agent                       this machine's own connections");
        progress.line("  README.md, \"In a cluster\"              the same with helm and kubectl");
    }
}
