package io.netwatch.agent.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.netwatch.agent.event.BootClock;
import io.netwatch.agent.identify.Directory;
import io.netwatch.agent.policy.Followers;
import io.netwatch.agent.policy.PolicyBook;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NodeWatchTest {
    private static final String PODS = "/api/v1/pods";
    private static final String POLICIES = "/apis/netwatch.io/v1alpha1/netwatchpolicies";
    private static final String CLUSTER_POLICIES = "/apis/netwatch.io/v1alpha1/clusternetwatchpolicies";

    private final FakeApiServer server = new FakeApiServer();
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Directory directory = new Directory(true, 16, new BootClock(Clock.systemUTC(), System::nanoTime));
    private final PolicyBook book = new PolicyBook("worker-1", 65_536, (cgroup, verdict) -> {}, Followers.NONE, 1_000);
    private final KubernetesClient client = ApiServer.client(server.config());
    private final NodeWatch watch = new NodeWatch(client, "worker-1", directory, book, tasks::add);

    @BeforeEach
    void start() {
        server.put(PODS, pod("cart-1", "cart"));
        server.put(POLICIES, policy("carts", 1, "cart"));
        watch.start();
        until(() -> book.figures().pods() == 1 && selections() == 1 && watches() == 3);
    }

    @AfterEach
    void stop() {
        watch.close();
        client.close();
        server.close();
    }

    @Test
    void asksForTheOwnNodesPodsAndPoliciesAndNothingElse() {
        assertThat(server.requests().stream()
                        .map(uri ->
                                uri.replaceAll("[?&](resourceVersion|timeoutSeconds|allowWatchBookmarks)=[^&]*", ""))
                        .collect(Collectors.groupingBy(uri -> uri.contains("watch=true"), Collectors.counting())))
                .isEqualTo(Map.of(false, 3L, true, 3L));
        assertThat(server.requests())
                .allMatch(uri -> uri.startsWith(POLICIES + "?")
                        || uri.startsWith(CLUSTER_POLICIES + "?")
                        || (uri.startsWith(PODS + "?") && uri.contains("fieldSelector=spec.nodeName%3Dworker-1")));
        assertThat(server.requests())
                .filteredOn(uri -> !uri.contains("watch=true"))
                .as("out of the server's memory")
                .allMatch(uri -> uri.contains("resourceVersion=0"));
    }

    @Test
    void followsPodsAndPolicies() {
        server.put(PODS, pod("cart-1", "other"));
        until(() -> selections() == 0);

        server.put(POLICIES, policy("carts", 2, "other"));
        until(() -> selections() == 1);

        server.delete(POLICIES, "carts");
        until(() -> book.figures().policies() == 0);

        server.delete(PODS, "cart-1");
        server.put(CLUSTER_POLICIES, clusterPolicy("all"));
        until(() -> book.figures().policies() == 1 && selections() == 0);
    }

    @Test
    void keepsWhatItKnowsWhileTheServerIsGoneAndCatchesUpWithoutItsHistory() {
        server.refuse();
        server.delete(PODS, "cart-1");
        server.put(PODS, pod("cart-2", "cart"));
        server.put(PODS, pod("cart-3", "cart"));
        server.put(POLICIES, policy("others", 1, "cart"));
        for (int i = 0; i < 10; i++) {
            run();
            assertThat(selections()).isEqualTo(1);
        }

        server.accept();

        until(() -> book.figures().policies() == 2
                && book.report().stream().mapToInt(r -> r.pods()).sum() == 4);
    }

    @Test
    void listsAnewWhenItsVersionIsTooOld() {
        server.expire();
        server.put(PODS, pod("cart-2", "cart"));

        until(() -> book.report().get(0).pods() == 2);
    }

    @Test
    void aPolicyOfTheWrongShapeStopsNobodyElses() {
        server.put(
                POLICIES,
                "{\"apiVersion\":\"netwatch.io/v1alpha1\",\"kind\":\"NetWatchPolicy\",\"metadata\":{\"namespace\":\"shop\","
                        + "\"name\":\"bad\",\"uid\":\"bad\",\"generation\":1},\"spec\":{\"ports\":\"all\"},"
                        + "\"status\":{\"nodes\":\"none\"}}");
        server.put(PODS, pod("cart-2", "cart"));

        until(() -> book.figures().policies() == 2 && book.report().get(0).pods() == 2);
    }

    private long watches() {
        return server.requests().stream()
                .filter(uri -> uri.contains("watch=true"))
                .count();
    }

    /** Pods that policies select. */
    private int selections() {
        return book.report().stream().mapToInt(report -> report.pods()).sum();
    }

    private void until(Callable<Boolean> condition) {
        await().atMost(20, TimeUnit.SECONDS).pollInterval(Duration.ofMillis(20)).until(() -> {
            run();
            return condition.call();
        });
    }

    /** As the thread of events does. */
    private void run() {
        watch.look();
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private static String pod(String name, String app) {
        return "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"namespace\":\"shop\",\"name\":\"" + name
                + "\",\"uid\":\"" + name + "\",\"labels\":{\"app\":\"" + app
                + "\"},\"managedFields\":[{\"manager\":\"kubelet\"}]},\"spec\":{\"nodeName\":\"worker-1\","
                + "\"containers\":[{\"name\":\"main\",\"image\":\"x\"}]},\"status\":{\"phase\":\"Running\"}}";
    }

    private static String policy(String name, int generation, String app) {
        return "{\"apiVersion\":\"netwatch.io/v1alpha1\",\"kind\":\"NetWatchPolicy\",\"metadata\":{\"namespace\":\"shop\","
                + "\"name\":\"" + name + "\",\"uid\":\"" + name + "\",\"generation\":" + generation
                + "},\"spec\":{\"podSelector\":{\"matchLabels\":{\"app\":\"" + app + "\"}}}}";
    }

    private static String clusterPolicy(String name) {
        return "{\"apiVersion\":\"netwatch.io/v1alpha1\",\"kind\":\"ClusterNetWatchPolicy\",\"metadata\":{\"name\":\""
                + name + "\",\"uid\":\"" + name + "\",\"generation\":1},\"spec\":{\"hosts\":true}}";
    }
}
