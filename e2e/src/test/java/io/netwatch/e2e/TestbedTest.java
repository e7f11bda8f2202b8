package io.netwatch.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.netwatch.e2e.shop.Shop;
import io.netwatch.e2e.testbed.Addresses;
import io.netwatch.e2e.testbed.Testbed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The testbed by itself, with the shop on it: what the tests of the whole take for granted. */
@RequiresTestbed
class TestbedTest {
    /** Connects as the shop does, and prints the errno's name when it can't. */
    private static final String CONNECT = """
            use IO::Socket::INET; use Errno;
            my $socket = IO::Socket::INET->new(PeerAddr => $ARGV[0], Proto => 'tcp');
            print $socket ? 'connected' : join '', grep { $!{$_} && $_ ne 'EWOULDBLOCK' } keys %!;
            """;

    /** Ends what else is in the cgroup that the shell is in. */
    private static final String KILL_OTHERS = """
            path=$(sed -n 's/^0:://p' /proc/self/cgroup)
            mount=$(sed -n 's/^[^ ]* [^ ]* [^ ]* [^ ]* \\([^ ]*\\) .* - cgroup2 .*/\\1/p' /proc/self/mountinfo)
            for pid in $(cat "$mount$path/cgroup.procs"); do
                [ "$pid" = $$ ] || kill -9 "$pid"
            done
            """;

    private static Machine before;
    private static Testbed testbed;
    private static Shop shop;

    @BeforeAll
    static void open() {
        before = Machine.now();
        testbed = new Testbed(Duration.ofMillis(100));
        shop = Shop.open(testbed);
    }

    @AfterAll
    static void leavesNothingBehind() {
        shop.close();
        testbed.close();
        assertThat(Machine.now()).isEqualTo(before);
    }

    @Test
    void serviceAddressLeadsToEachOfItsPodsWhichSeeTheClientsOwnAddress() {
        String frontend = pod("frontend").getStatus().getPodIP();

        for (Pod catalog : pods("catalog")) {
            soon().until(() -> callersOf(catalog).contains(frontend));
        }
    }

    @Test
    void clientsSocketKeepsTheServicesAddress() {
        soon().until(() ->
                table(pod("cart")).stream().anyMatch(row -> row.peer().equals("10.96.1.4:5432")));
    }

    @Test
    void serviceWithoutEndpointsIsRefused() {
        assertThat(connect("frontend", "payments:443")).isEqualTo("ECONNREFUSED");
    }

    @Test
    void portOfAPodWhereNobodyListensIsRefused() {
        assertThat(connect("cart", "catalog-0.internal:9090")).isEqualTo("ECONNREFUSED");
    }

    @Test
    void thoseWhoNeverAnswerTimeOutWithinSeconds() {
        Instant began = Instant.now();

        assertThat(connect("cart", "suppliers.example.com:443")).isEqualTo("ETIMEDOUT");

        assertThat(Duration.between(began, Instant.now())).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(8));
    }

    @Test
    void podsReachWhatIsOutside() {
        assertThat(connect("frontend", "bank.example.com:443")).isEqualTo("connected");
    }

    @Test
    void nodePortLeadsFromOutsideToThePod() {
        soon().until(() -> callersOf(pod("frontend")).contains(Addresses.CUSTOMER));
    }

    @Test
    void podInTheNodesNetworkHasTheNodesAddress() {
        Pod exporter =
                soon().until(() -> pod("node-exporter"), pod -> pod.getStatus().getPodIP() != null);
        assertThat(exporter.getStatus().getPodIP()).isEqualTo(Addresses.NODE);

        soon().until(() -> callersOf(pod("cart")).contains(Addresses.NODE));
    }

    @Test
    void jobOfACronJobConnectsOnceAndSucceeds() {
        Pod job = soon().until(
                        () -> pod("report"), pod -> pod.getStatus().getPhase().equals("Succeeded"));

        assertThat(job.getMetadata().getOwnerReferences().get(0).getKind()).isEqualTo("Job");
    }

    @Test
    void processesAreInCgroupsNamedByTheirContainersId() {
        Pod cart = pod("cart");
        String uid = cart.getMetadata().getUid().replace("-", "_");
        String container = id(cart);

        String cgroup = testbed.execute(Shop.NAMESPACE, name(cart), "cat", "/proc/self/cgroup")
                .lines()
                .filter(line -> line.startsWith("0::"))
                .findFirst()
                .orElseThrow();

        assertThat(cgroup)
                .endsWith("/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod" + uid
                        + ".slice/cri-containerd-" + container + ".scope");
    }

    @Test
    void staticPodsCgroupIsNamedByItsConfigsHash() {
        Pod backup = pod("backup");
        String hash = backup.getMetadata().getAnnotations().get("kubernetes.io/config.hash");

        assertThat(testbed.execute(Shop.NAMESPACE, name(backup), "cat", "/proc/self/cgroup"))
                .contains("/kubepods-besteffort-pod" + hash + ".slice/");
    }

    @Test
    void containerThatEndsIsStartedAgainWithAnotherId() {
        Pod warehouse = pod("warehouse");
        String first = id(warehouse);

        testbed.execute(Shop.NAMESPACE, name(warehouse), "sh", "-c", KILL_OTHERS);

        Pod again = soon().until(
                        () -> pod("warehouse"),
                        pod -> !id(pod).equals(first)
                                && pod.getStatus().getContainerStatuses().get(0).getReady());
        assertThat(again.getStatus().getContainerStatuses().get(0).getRestartCount())
                .isEqualTo(1);
        assertThat(again.getStatus()
                        .getContainerStatuses()
                        .get(0)
                        .getLastState()
                        .getTerminated()
                        .getExitCode())
                .isEqualTo(137);
    }

    private static ConditionFactory soon() {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions();
    }

    private static List<Pod> pods(String app) {
        return testbed.client()
                .pods()
                .inNamespace(Shop.NAMESPACE)
                .withLabel("app", app)
                .list()
                .getItems();
    }

    private static Pod pod(String app) {
        return pods(app).get(0);
    }

    private static String name(Pod pod) {
        return pod.getMetadata().getName();
    }

    private static String id(Pod pod) {
        return pod.getStatus().getContainerStatuses().get(0).getContainerID().replace("containerd://", "");
    }

    private static String connect(String app, String peer) {
        return testbed.execute(Shop.NAMESPACE, name(pod(app)), "perl", "-e", CONNECT, peer);
    }

    private static List<TcpTable.Row> table(Pod pod) {
        return TcpTable.parse(testbed.execute(Shop.NAMESPACE, name(pod), "cat", "/proc/net/tcp"));
    }

    /** Who came to a pod, as its own sockets had it. */
    private static Set<String> callersOf(Pod pod) {
        return testbed.podLog(Shop.NAMESPACE, name(pod))
                .lines()
                .map(line -> line.substring(0, line.indexOf(':')))
                .collect(Collectors.toSet());
    }
}
