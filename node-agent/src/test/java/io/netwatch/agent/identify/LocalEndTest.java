package io.netwatch.agent.identify;

import static org.assertj.core.api.Assertions.assertThat;

import io.netwatch.agent.event.BootClock;
import io.netwatch.api.identity.Workload;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who the ends on this node are: by cgroup alone. */
class LocalEndTest {
    private static final String UID = "6e9cf24b-8c94-4b38-a8e3-6a8f3ad6b1c2";
    private static final String ID = "1".repeat(64);
    private static final String NEXT_ID = "2".repeat(64);
    private static final String POD =
            "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod" + UID.replace('-', '_') + ".slice";
    private static final String CART = "CGROUP POD shop/cart[cart] Deployment/cart @node-a";

    private final Cluster cluster = new Cluster(4);

    @AfterEach
    void close() {
        cluster.close();
    }

    private static String container(String id) {
        return POD + "/cri-containerd-" + id + ".scope";
    }

    private String local(long cgroup) {
        return Cluster.text(cluster.directory.local(cgroup));
    }

    @Test
    void namesTheContainerAndItsPod() {
        cluster.directory.onPod(cluster.nodePod(UID, "cart", ID, "10.244.1.5"));
        cluster.cgroup(7, container(ID));

        assertThat(local(7)).isEqualTo(CART);
        assertThat(cluster.directory.path(7)).isEqualTo(container(ID));
        assertThat(cluster.told).containsExactly("7 pod cart {app=cart}");
    }

    @Test
    void fillsInAnEndThatWasGivenBeforeThePodWasTold() {
        cluster.cgroup(7, container(ID));
        End end = cluster.directory.local(7);
        assertThat(Cluster.text(end)).isEqualTo("UNKNOWN POD unsettled");

        cluster.directory.onPod(cluster.nodePod(UID, "cart", null));
        assertThat(Cluster.text(end)).isEqualTo("CGROUP POD shop/cart Deployment/cart @node-a unsettled");
        cluster.directory.onPod(cluster.nodePod(UID, "cart", ID));

        assertThat(Cluster.text(end)).isEqualTo(CART);
        assertThat(cluster.told).containsExactly("7 unknown", "7 pod cart {app=cart}", "7 pod cart {app=cart}");
    }

    @Test
    void fillsInAnEndThatWasGivenBeforeTheKernelNamedIt() {
        End end = cluster.directory.local(7);
        assertThat(Cluster.text(end)).isEqualTo("UNKNOWN UNKNOWN unsettled");

        cluster.cgroup(7, "/system.slice/sshd.service");

        assertThat(Cluster.text(end)).isEqualTo("CGROUP HOST");
        assertThat(cluster.told).containsExactly("7 host");
    }

    @Test
    void waitsFiveSecondsForAPodThatIsNotTold() {
        cluster.cgroup(7, container(ID));
        cluster.passMillis(4_900);
        assertThat(cluster.directory.local(7).isSettled()).isFalse();

        cluster.passMillis(200);

        assertThat(local(7)).isEqualTo("UNKNOWN POD");
    }

    @Test
    void namesThePauseContainerAsThePod() {
        cluster.directory.onPod(cluster.nodePod(UID, "cart", ID));
        cluster.cgroup(7, container(NEXT_ID));
        cluster.passMillis(6_000);

        assertThat(local(7)).isEqualTo("CGROUP POD shop/cart Deployment/cart @node-a");
    }

    @Test
    void keepsTheNameOfAContainerThatWasStartedAnew() {
        cluster.directory.onPod(cluster.nodePod(UID, "cart", ID));
        cluster.cgroup(7, container(ID));
        cluster.directory.onPod(cluster.nodePod(UID, "cart", NEXT_ID));
        cluster.cgroup(8, container(NEXT_ID));
        cluster.cgroup(9, container(ID) + "/init");

        assertThat(local(7)).isEqualTo(CART);
        assertThat(local(8)).isEqualTo(CART);
        assertThat(local(9)).isEqualTo(CART);
    }

    @Test
    void findsAStaticPodByItsConfigHash() {
        String hash = "0123456789abcdef0123456789abcdef";
        cluster.directory.onPod(new NodePod(
                UID,
                "kube-system",
                "etcd-node-a",
                Map.of(),
                hash,
                new Workload("Node", "node-a"),
                true,
                List.of("192.168.0.1"),
                Map.of(ID, "etcd"),
                0,
                0));
        cluster.cgroup(7, "/kubepods/burstable/pod" + hash);
        cluster.cgroup(8, "/kubepods/burstable/pod" + hash + "/" + ID);

        assertThat(local(7)).isEqualTo("CGROUP POD kube-system/etcd-node-a Node/node-a @node-a");
        assertThat(local(8)).isEqualTo("CGROUP POD kube-system/etcd-node-a[etcd] Node/node-a @node-a");
    }

    @Test
    void tellsHostNetworkTwinsApart() {
        cluster.directory.onPod(cluster.nodePod(UID, "cart", ID, "192.168.0.1"));
        cluster.directory.onPod(cluster.nodePod(UID.replace('6', '7'), "twin", NEXT_ID, "192.168.0.1"));
        cluster.cgroup(7, container(ID));
        cluster.cgroup(8, container(NEXT_ID));

        assertThat(local(7)).isEqualTo(CART);
        assertThat(local(8)).isEqualTo("CGROUP POD shop/twin[twin] Deployment/twin @node-a");
    }

    @Test
    void answersForAPodThatIsGone() {
        cluster.directory.onPod(cluster.nodePod(UID, "cart", ID));
        cluster.directory.onPodGone(UID);
        cluster.passMillis(9 * 60_000);
        cluster.cgroup(7, container(ID));
        cluster.passMillis(2 * 60_000);
        cluster.cgroup(8, container(ID));

        assertThat(local(7)).isEqualTo(CART);
        assertThat(local(8)).isEqualTo("UNKNOWN POD unsettled");
    }

    @Test
    void marksNamesAsStaleWhileTheApiServerIsNotHeard() {
        cluster.directory.onPod(cluster.nodePod(UID, "cart", ID));
        cluster.cgroup(7, container(ID));
        cluster.cgroup(8, "/system.slice/sshd.service");
        cluster.directory.onApiServer(false);
        cluster.cgroup(9, container(NEXT_ID).replace("6e9c", "aaaa"));

        assertThat(local(7)).isEqualTo(CART + " stale");
        assertThat(local(8)).isEqualTo("CGROUP HOST");
        assertThat(local(9)).startsWith("UNKNOWN POD");

        cluster.directory.onApiServer(true);
        cluster.directory.onPod(cluster.nodePod(UID.replace("6e9c", "aaaa"), "new", NEXT_ID));

        assertThat(local(7)).isEqualTo(CART);
        assertThat(local(9)).isEqualTo("CGROUP POD shop/new[new] Deployment/new @node-a");
    }

    @Test
    void forgetsTheCgroupNotAskedForTheLongest() {
        cluster.directory.onPod(cluster.nodePod(UID, "cart", ID));
        for (int i = 1; i <= 4; i++) {
            cluster.cgroup(i, container(ID));
        }
        End first = cluster.directory.local(1);
        End second = cluster.directory.local(2);
        cluster.directory.local(1);
        cluster.told.clear();
        cluster.cgroup(5, "/");
        cluster.cgroup(6, "/");
        cluster.cgroup(7, "/");

        assertThat(cluster.told)
                .containsExactly("3 forgotten", "5 host", "4 forgotten", "6 host", "2 forgotten", "7 host");
        assertThat(cluster.directory.path(2)).isNull();
        assertThat(cluster.directory.local(1)).isSameAs(first);
        assertThat(Cluster.text(second)).isEqualTo(CART);
    }

    @Test
    void tellsOfAChangeOfLabelsForEachCgroup() {
        cluster.directory.onPod(cluster.nodePod(UID, "cart", ID));
        cluster.cgroup(7, container(ID));
        cluster.cgroup(8, POD);
        cluster.told.clear();
        NodePod pod = cluster.nodePod(UID, "cart", ID);
        cluster.directory.onPod(pod);
        assertThat(cluster.told).isEmpty();

        cluster.directory.onPod(new NodePod(
                UID,
                pod.namespace(),
                pod.name(),
                Map.of("app", "other"),
                null,
                pod.workload(),
                false,
                pod.ips(),
                pod.containers(),
                pod.started(),
                0));

        assertThat(cluster.told).containsExactlyInAnyOrder("7 pod cart {app=other}", "8 pod cart {app=other}");
    }

    @Test
    void anIdThatIsUsedAgainIsAnotherEnd() {
        cluster.directory.onPod(cluster.nodePod(UID, "cart", ID));
        cluster.cgroup(7, container(ID));
        End before = cluster.directory.local(7);

        cluster.cgroup(7, "/system.slice/sshd.service");

        assertThat(Cluster.text(before)).isEqualTo(CART);
        assertThat(local(7)).isEqualTo("CGROUP HOST");
    }

    @Test
    void findsThePodOfEitherClusterWhereOneRunsInAPodOfTheOther() {
        String inner = "/kubepods/burstable/pod" + UID + "/" + ID
                + "/kubelet/kubepods/podaaaaaaaa-8c94-4b38-a8e3-6a8f3ad6b1c2/" + NEXT_ID;
        cluster.cgroup(7, inner);
        cluster.directory.onPod(cluster.nodePod(UID, "cart", ID));

        assertThat(local(7)).isEqualTo(CART);
    }

    @Test
    void waitsForNothingOutsideOfACluster() {
        try (Directory alone = new Directory(false, 16, new BootClock(Clock.systemUTC(), System::nanoTime))) {
            assertThat(alone.local(7).isSettled()).isTrue();
            assertThat(Cluster.text(alone.peer(0, 0xffff_0a00_0001L, 80, 1))).isEqualTo("UNKNOWN UNKNOWN");
        }
    }

    @Test
    void anUnknownCgroupIsNobodys() {
        assertThat(local(0)).isEqualTo("UNKNOWN UNKNOWN");
    }
}
